// Which visits belong to which day, and in which order.

import { add_days } from "./times.js";

const LATE = ["Draft", "Planned", "Overdue"];

/** Return {now, overdue, today, coming, done}: visits by when they are to be done, the next one first. */
export function sort_into_days(visits, today) {
	const days = { now: [], overdue: [], today: [], coming: [], done: [] };
	for (const visit of visits) days[get_day(visit, today)]?.push(visit);
	for (const list of Object.values(days)) list.sort(by_time);
	days.done.reverse();
	return days;
}

function get_day(visit, today) {
	if (visit.docstatus === 2) return "cancelled";
	if (visit.docstatus === 1) return "done";
	if (visit.status === "In Progress") return "now";
	if (visit.mntc_date < today) return LATE.includes(visit.status) ? "overdue" : "now";
	return visit.mntc_date === today ? "today" : "coming";
}

export function by_time(one, other) {
	const [key, others] = [get_key(one), get_key(other)];
	return key < others ? -1 : Number(key > others);
}

function get_key({ mntc_date, mntc_time, name }) {
	return `${mntc_date || ""} ${(mntc_time || "99:00:00").padStart(8, "0")} ${name}`;
}

/** Return [[day, visits]] of visits that are sorted by day. */
export function group_by_day(visits) {
	const groups = new Map();
	for (const visit of visits) {
		if (!groups.has(visit.mntc_date)) groups.set(visit.mntc_date, []);
		groups.get(visit.mntc_date).push(visit);
	}
	return [...groups];
}

export function is_tomorrow(day, today) {
	return day === add_days(today, 1);
}

/** Return the visits in which all words occur: customer, place, equipment, serial number, name. */
export function search(visits, words, sites = {}) {
	const wanted = fold(words).split(/\s+/).filter(Boolean);
	if (!wanted.length) return visits;
	return visits.filter((visit) => {
		const text = fold(get_text(visit, sites[visit.customer_address]));
		return wanted.every((word) => text.includes(word));
	});
}

function get_text(visit, site) {
	const rows = visit.purposes.flatMap((row) => [row.item_code, row.item_name, row.serial_no]);
	return [visit.name, visit.customer, visit.customer_name, ...(site?.lines || []), ...rows].join(" ");
}

function fold(text) {
	return text
		.normalize("NFD")
		.replace(/[\u0300-\u036f]/g, "")
		.toLowerCase();
}
