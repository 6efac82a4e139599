// When and for what a visit is, where, and whom to call.

maintenance_visit_app.panels.get_contact_links = function ({ contact_mobile, address_display }) {
	const links = [];
	if (contact_mobile) links.push(get_link(`tel:${contact_mobile.replace(/[^\d+]/g, "")}`, __("Call")));
	const address = maintenance_visit_app.panels.get_lines(address_display).join(", ");
	if (address) links.push(get_link(get_map(encodeURIComponent(address)), __("Map")));
	return links.join("");
};

const MOST_ITEMS = 2;

/** When, and for which items, in a line. */
maintenance_visit_app.panels.get_errand = function (visit) {
	const items = [...new Set(visit.purposes.map(({ item_name, item_code }) => item_name || item_code))];
	const more = items.length > MOST_ITEMS ? `+ ${items.length - MOST_ITEMS}` : "";
	const when = maintenance_visit_app.get_when(visit);
	return [...when, ...items.slice(0, MOST_ITEMS), more].filter(Boolean).join(" · ");
};

/** Where to, and to whom, in a line. */
maintenance_visit_app.panels.get_way = function ({ address_display, contact_display }) {
	const address = maintenance_visit_app.panels.get_lines(address_display).join(", ");
	return [address, contact_display].filter(Boolean).join(" · ");
};

/** On a telephone the map that it has, which leads there; Apple's know no geo: links. */
function get_map(address) {
	if (/iPhone|iPad/.test(navigator.userAgent)) return `https://maps.apple.com/?q=${address}`;
	if (frappe.is_mobile()) return `geo:0,0?q=${address}`;
	return `https://www.openstreetmap.org/search?query=${address}`;
}

function get_link(href, label) {
	const place = href.startsWith("https:") ? 'target="_blank" rel="noopener"' : "";
	return `<a class="btn btn-md btn-default" href="${href}" ${place}>${label}</a>`;
}

/** The lines of an address, which Desk's editor may have put into paragraphs. Parsed, not shown: nothing in it can run. */
maintenance_visit_app.panels.get_lines = function (html) {
	const marked = (html || "").replace(/<\/?(br|p|div|li)\b[^>]*>/gi, "\n");
	const { body } = new window.DOMParser().parseFromString(marked, "text/html");
	return body.textContent
		.split("\n")
		.map((line) => line.trim().replace(/,$/, ""))
		.filter(Boolean);
};
