const CALENDAR_MODULE = "maintenance_visit_app.maintenance_visits.planning.calendar";
// A telephone has no room for the year; each day below tells it
const MOBILE_TOOLBAR = { left: "prev,title,next", center: "", right: "today" };
const DAY_SECONDS = 24 * 3600;
const is_gantt = () => frappe.get_route()[2] === "Gantt";

frappe.views.calendar["Maintenance Visit"] = {
	get field_map() {
		return is_gantt() ? GANTT_FIELDS : CALENDAR_FIELDS;
	},
	// The Gantt of Frappe 17 writes it, with what it would take for missing; both views share these settings.
	set field_map(_of_frappe) {},
	gantt: true,
	// Of the Gantt, which has no lanes: the bars of one technician stand together
	order_by: "technicians",
	get_events_method: `${CALENDAR_MODULE}.get_events`,
	update_event_method: `${CALENDAR_MODULE}.move_visit`,
	get_css_class: get_color,
	get_look,

	// Of FullCalendar, over Frappe's
	options: {
		eventDataTransform: (visit) => ({ ...visit, ...get_look(visit), ...get_shown_period(visit) }),
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
		eventDrop: ({ event, view, revert }) => move_visit({ event, view, revert }),
		eventResize: ({ event, view, revert }) => move_visit({ event, view, revert, end: event.end }),
		select: plan_visit,
		...(frappe.is_mobile() && {
			initialView: "listWeek",
			headerToolbar: MOBILE_TOOLBAR,
			titleFormat: { day: "numeric", month: "short" },
			height: "auto",
		}),
	};
}

/** The same for FullCalendar 3, which Frappe 15 has: other names, and dates and formats of moment's. */
function get_options_of_3() {
	return {
		eventTimeFormat: "HH:mm",
		slotLabelFormat: "HH:mm",
		eventRender: (event, [el], view) => show_whole_title({ el, event, view }),
		eventDrop: (event, _delta, revert, _js, _ui, view) => move_visit({ event, view, revert }),
		eventResize: (event, _delta, revert, _js, _ui, view) =>
			move_visit({ event, view, revert, end: event.end }),
		select: (start, end, _js, view) => plan_visit({ start, end, view, allDay: !start.hasTime() }),
		...(frappe.is_mobile() && {
			defaultView: "listWeek",
			header: MOBILE_TOOLBAR,
			titleFormat: "D MMM",
			height: "auto",
		}),
	};
}

// Not fields of the visit: they are made of its date, time and planned duration. They are the site's times, as the
// visit's are: a field that no visit has keeps Frappe from turning them into those of the user's zone.
const CALENDAR_FIELDS = {
	id: "name",
	start: "planned_start",
	end: "planned_end",
	title: "title",
	allDay: "all_day",
	convertToUserTz: "is_in_another_zone",
};

// Gantt shows what the list has loaded, and writes what it shows: a visit is on its days, whatever its time. The
// progress, which the color tells and no bar is dragged to tell, is what Frappe asks for first.
const GANTT_FIELDS = {
	id: "name",
	start: "mntc_date",
	end: "last_day",
	title: "title",
	progress: (visit) => {
		const title = [visit.customer_name || visit.customer, visit.technicians].filter(Boolean).join(", ");
		const last_day = frappe.datetime.add_days(visit.mntc_date, get_days(visit) - 1);
		// Up to Frappe 16 a bar is named by the DocType's title field
		Object.assign(visit, { title, customer_name: title, last_day });
		return 0;
	},
};

/** How many days a visit fills: one, unless more are planned. */
function get_days({ mntc_time, planned_duration }) {
	const hours = mntc_time ? moment.duration(mntc_time).asSeconds() : 0;
	return Math.max(Math.ceil((hours + (planned_duration || 0)) / DAY_SECONDS), 1);
}

/** What the server says, of whole days without the times: each version of Frappe makes other days of those. */
function get_shown_period({ planned_start, planned_end, all_day }) {
	const [start, end] = [planned_start, planned_end].map((at) => (all_day ? at.slice(0, 10) : at));
	return { start, end, allDay: Boolean(all_day) };
}

/** The time that is shown, whatever the zone of the browser or of the user. FullCalendar 3 has moments of its own. */
function get_shown_time(at) {
	return (moment.isMoment(at) ? at : moment(at)).locale("en").format("YYYY-MM-DD HH:mm:ss");
}

/** Frappe would send a length whatever was done, of a whole day dragged into the hours one that nobody chose. */
async function move_visit({ event, view, revert, end }) {
	const args = {
		name: event.id,
		planned_start: get_shown_time(event.start),
		all_day: event.allDay ? 1 : 0,
		...(end && { planned_end: get_shown_time(end) }),
	};
	frappe.model.remove_from_locals("Maintenance Visit", event.id);
	try {
		await frappe.xcall(`${CALENDAR_MODULE}.move_visit`, { args });
	} catch {
		// Desk has told why
		revert();
	}
	view.calendar.refetchEvents();
}

/** A period that was drawn is a new visit. A click on a day of the month is none. */
function plan_visit({ start, end, view, allDay }) {
	const seconds = moment.utc(get_shown_time(end)).diff(moment.utc(get_shown_time(start)), "seconds");
	const is_month = ["dayGridMonth", "month"].includes(view.type);
	if ((is_month && seconds <= DAY_SECONDS) || !frappe.model.can_create("Maintenance Visit")) return;
	const [mntc_date, mntc_time] = get_shown_time(start).split(" ");
	const period = allDay
		? { mntc_date, mntc_time: null, planned_duration: seconds > DAY_SECONDS ? seconds : null }
		: { mntc_date, mntc_time, planned_duration: seconds };
	frappe.new_doc("Maintenance Visit", {}, (visit) => Object.assign(visit, period));
}

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
	el.setAttribute("data-visit", event.id);
	// A cell of the month would cut the technician off; in a week a box is as high as the visit is long
	const overflow = view.type.startsWith("timeGrid") ? "hidden" : "visible";
	el.style.setProperty("white-space", "normal", "important");
	for (const part of el.querySelectorAll(".fc-content, .fc-event-title")) {
		part.style.whiteSpace = "normal";
		part.style.overflow = overflow;
	}
	if (!view.type.startsWith("list")) return;
	// FullCalendar colors no more of a row than a dot.
	el.style.backgroundColor = event.backgroundColor;
	el.style.color = event.textColor;
	el.style.setProperty("--fc-list-event-hover-bg-color", event.backgroundColor);
}
