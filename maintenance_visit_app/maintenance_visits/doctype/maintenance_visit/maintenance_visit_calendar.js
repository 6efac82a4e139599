const CALENDAR_MODULE = "maintenance_visit_app.maintenance_visits.planning.calendar";
const MOBILE_TOOLBAR = { left: "prev,title,next", center: "", right: "today" };
const is_gantt = () => frappe.get_route()[2] === "Gantt";

frappe.views.calendar["Maintenance Visit"] = {
	get field_map() {
		return is_gantt() ? GANTT_FIELDS : CALENDAR_FIELDS;
	},
	gantt: true,
	get_events_method: `${CALENDAR_MODULE}.get_events`,
	update_event_method: `${CALENDAR_MODULE}.move_visit`,
	get_css_class: get_color,
	get_look,

	// Of FullCalendar, over Frappe's
	options: {
		eventDataTransform: (visit) => ({ ...visit, ...get_look(visit) }),
		...(frappe.boot.versions?.frappe?.startsWith("15.") ? get_options_of_3() : get_options()),
	},
};

function get_options() {
	const hours_and_minutes = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
	return {
		eventTimeFormat: hours_and_minutes,
		slotLabelFormat: hours_and_minutes,
		eventDidMount: show_whole_title,
		viewDidMount: ({ el }) => el.style.setProperty("--fc-page-bg-color", "var(--card-bg)"),
		...(frappe.is_mobile() && { initialView: "listWeek", headerToolbar: MOBILE_TOOLBAR, height: "auto" }),
	};
}

/** The same for FullCalendar 3, which Frappe 15 has: other names, and formats of moment's. */
function get_options_of_3() {
	return {
		eventTimeFormat: "HH:mm",
		slotLabelFormat: "HH:mm",
		eventRender: (event, [el], view) => show_whole_title({ el, event, view }),
		...(frappe.is_mobile() && { defaultView: "listWeek", header: MOBILE_TOOLBAR, height: "auto" }),
	};
}

// Not fields of the visit: they are made of its date, time and planned duration.
const CALENDAR_FIELDS = {
	id: "name",
	start: "planned_start",
	end: "planned_end",
	title: "title",
	allDay: "all_day",
};

// Gantt shows what the list has loaded, and writes what it shows: a visit is on its day. No bar is dragged to
// tell the progress, which the color tells.
const GANTT_FIELDS = {
	id: "name",
	start: "mntc_date",
	end: "mntc_date",
	title: "customer_name",
	progress: () => 0,
};

function get_color({ status, completion_status }) {
	if (status === "Submitted") return completion_status === "Fully Completed" ? "green" : "orange";
	const colors = {
		Draft: "gray",
		Planned: "blue",
		"In Progress": "purple",
		Overdue: "red",
		Cancelled: "red",
	};
	return colors[status];
}

/** The colors of the list's indicators, which follow the theme; of two there is a pair with more contrast. */
function get_look(visit) {
	const color = get_color(visit);
	const pair = { blue: "dark-blue", gray: "light-gray" }[color] || color;
	return {
		backgroundColor: `var(--bg-${pair})`,
		borderColor: `var(--text-on-${pair})`,
		textColor: `var(--text-on-${pair})`,
	};
}

function show_whole_title({ el, event, view }) {
	el.setAttribute("title", event.title);
	if (!view.type.startsWith("list")) return;
	// FullCalendar colors no more of a row than a dot.
	el.style.backgroundColor = event.backgroundColor;
	el.style.color = event.textColor;
	el.style.setProperty("--fc-list-event-hover-bg-color", event.backgroundColor);
}
