// The list as a technician opens it: the own visits, today's first, with time and address to be read on a telephone.

maintenance_visit_app_show_own_visits(frappe.listview_settings["Maintenance Visit"]);

function maintenance_visit_app_show_own_visits(settings) {
	const { onload } = settings;
	settings.add_fields = [...settings.add_fields, "mntc_time", "address_display"];
	settings.formatters = { ...settings.formatters, customer_name: name_visit };
	settings.onload = function (listview) {
		onload.call(settings, listview);
		if (listview.view_name !== "List") return;
		if (frappe.is_mobile()) make_rows_readable();
		begin_with_own(listview);
	};
}

function begin_with_own(listview) {
	const { is_technician, own_visits } = frappe.boot.maintenance_visits;
	if (!is_technician) return;
	listview.page.add_menu_item(__("Technicians' App"), () => window.location.assign("/visits"));
	listview.method = "maintenance_visit_app.maintenance_visits.planning.my_visits.get_visits_from_today";
	Object.assign(listview, { sort_by: "mntc_date", sort_order: "asc" });
	listview.sort_selector.set_value("mntc_date", "asc");
	if (Object.keys(frappe.route_options || {}).length || window.location.search) return;
	frappe.route_options = { service_person: own_visits, status: ["!=", "Cancelled"] };
}

/** A telephone shows one column, so it says it all: when, to whom and where. */
function name_visit(customer_name, _field, visit) {
	if (!frappe.is_mobile()) return customer_name;
	const line = [...maintenance_visit_app.get_when(visit), customer_name].filter(Boolean).join(" · ");
	return [line, get_place(visit.address_display)].filter(Boolean).join("\n");
}

function get_place(address_display) {
	const text = (address_display || "").replace(/<\/?(br|p|div)\b[^>]*>/gi, "\n");
	const lines = frappe.utils.html2text(text).split("\n");
	return lines
		.map((line) => line.trim())
		.filter(Boolean)
		.slice(0, 3)
		.join(", ");
}

function make_rows_readable() {
	const row = '[data-page-route="List/Maintenance Visit/List"] .list-row-container .list-row';
	frappe.dom.set_style(
		`${row} { height: auto; padding-block: 12px }
		${row} .list-subject a { white-space: pre-line; overflow: visible }
		${row} .mobile-layout { display: none !important }
		${row} .list-subject .level-item.ellipsis { flex: 0 1 auto; min-width: 0; white-space: normal }`,
		"maintenance-visit-rows",
	);
}
