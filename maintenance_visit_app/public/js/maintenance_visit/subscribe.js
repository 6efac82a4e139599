// A secret address by which the calendar of a telephone or a computer shows visits.

maintenance_visit_app_offer_calendar(frappe.listview_settings["Maintenance Visit"]);

function maintenance_visit_app_offer_calendar(settings) {
	const { onload } = settings;
	settings.onload = function (listview) {
		onload.call(settings, listview);
		listview.page.add_menu_item(__("Subscribe in a Calendar"), choose_whose_visits);
	};
}

function choose_whose_visits() {
	const { service_persons } = frappe.boot.maintenance_visits;
	const dialog = new frappe.ui.Dialog({
		title: __("Subscribe in a Calendar"),
		fields: [
			{
				fieldtype: "Link",
				options: "Sales Person",
				fieldname: "service_person",
				label: __("Technician"),
				description: __("Whose visits the calendar shows. Empty: all visits that you may read."),
				default: service_persons[0],
				get_query: () => ({ filters: { is_group: 0 } }),
				only_select: 1,
			},
		],
		primary_action_label: __("Make a Secret Address"),
		async primary_action({ service_person }) {
			dialog.hide();
			const args = service_person ? { service_person } : { whole_team: 1 };
			const { url } = await frappe.xcall("maintenance_visit_app.api.calendar_feed.subscribe", args);
			show_address(url);
		},
	});
	dialog.show();
}

/** The only time that it can be read: the site keeps a hash of it. */
function show_address(url) {
	const dialog = new frappe.ui.Dialog({
		title: __("Your Calendar's Address"),
		fields: [
			{
				fieldtype: "Small Text",
				fieldname: "url",
				label: __("Secret Address"),
				default: url,
				read_only: 1,
				description: __(
					"Add it in your calendar as a subscription from an address. It is shown only now. Whoever knows it sees these visits without logging in; delete it in the list Visit Calendar to close it. Some calendars read it only once a day.",
				),
			},
		],
		primary_action_label: __("Copy"),
		primary_action: () => frappe.utils.copy_to_clipboard(url),
		secondary_action_label: __("Open in My Calendar"),
		secondary_action: () => window.open(url.replace(/^https?:/, "webcal:"), "_self"),
	});
	dialog.show();
}
