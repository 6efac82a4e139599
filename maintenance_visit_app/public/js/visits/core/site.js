// Where a visit is, and whom to call there.

import { store } from "./store.js";

export function get_site(visit) {
	return store.facts.sites?.[visit.customer_address] || null;
}

export function get_lines(visit) {
	return get_site(visit)?.lines || [];
}

/** Return the place in one line: what a technician needs to know where he drives. */
export function get_place(visit) {
	return get_lines(visit).slice(0, 2).join(", ");
}

export function get_contact(visit) {
	return store.facts.contacts?.[visit.contact_person] || null;
}

export function get_phone(visit) {
	const contact = get_contact(visit);
	return contact?.mobile_no || visit.contact_mobile || contact?.phone || get_site(visit)?.phone || null;
}

// Apple's telephones know no geo: links
const IS_APPLE = /iP(hone|ad|od)/.test(navigator.userAgent);

/** Return the address for the telephone's own map: by position where it is known, else by its lines. */
export function get_map(visit) {
	const { latitude, longitude } = get_site(visit) || {};
	const position = latitude && longitude ? `${latitude},${longitude}` : null;
	const place = position || encodeURIComponent(get_lines(visit).join(", "));
	if (!place) return null;
	return IS_APPLE ? `https://maps.apple.com/?daddr=${place}` : `geo:${position || "0,0"}?q=${place}`;
}

export function get_equipment(row, visit) {
	const all = store.facts.equipment || [];
	if (row.serial_no) return all.find(({ serial_no }) => serial_no === row.serial_no) || null;
	const is_same = (one) => one.customer === visit.customer && one.item_code === row.item_code;
	return (row.item_code && all.find((one) => !one.serial_no && is_same(one))) || null;
}

export function get_part(code) {
	return store.facts.stock?.parts?.find(({ item_code }) => item_code === code) || null;
}

/** Return the field of a part that says which one was built in, null where it has no numbers. */
export function get_number_field({ item_code }) {
	const part = get_part(item_code);
	if (part?.has_serial_no) return "serial_no";
	return part?.has_batch_no ? "batch_no" : null;
}

export function get_part_name({ item_name, item_code }) {
	return item_name || get_part(item_code)?.item_name || item_code;
}
