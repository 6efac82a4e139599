frappe.views.calendar["Maintenance Visit"] = {
	// Not fields of the visit: they are made of its date, time and planned duration.
	field_map: {
		id: "name",
		start: "planned_start",
		end: "planned_end",
		title: "title",
		allDay: "all_day",
	},
	get_events_method: "maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.calendar.get_events",
	update_event_method:
		"maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.calendar.move_visit",

	get_css_class({ status, completion_status }) {
		if (status === "Submitted") return completion_status === "Fully Completed" ? "green" : "orange";
		return { Draft: "gray", Planned: "blue", "In Progress": "purple", Overdue: "red" }[status];
	},
};
