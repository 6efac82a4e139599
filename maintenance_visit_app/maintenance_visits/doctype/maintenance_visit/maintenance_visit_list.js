const BULK_MODULE = "maintenance_visit_app.maintenance_visits.planning.bulk";
const WORKLOAD_MODULE = "maintenance_visit_app.maintenance_visits.planning.workload";
const STATUSES_OF_DRAFTS = ["Draft", "Planned", "Overdue", "In Progress"];
const MOST_BARS = 500;
const COLUMNS = ["mntc_date", "mntc_time", "technicians", "maintenance_type", "completion_status"];

frappe.listview_settings["Maintenance Visit"] = {
	add_fields: [
		"status",
		"completion_status",
		"customer",
		"technicians",
		"mntc_date",
		"mntc_time",
		"planned_duration",
	],
	has_indicator_for_draft: true,

	/** What is to be done, for who has never chosen filters. Calendar and Gantt show what was done besides. */
	get filters() {
		const [, , view = "List"] = frappe.get_route();
		return view === "List" ? [["status", "in", STATUSES_OF_DRAFTS]] : [];
	},

	custom_filter_configs: () => [get_technician_filter()],

	onload(listview) {
		arrange_columns(listview);
		order_by_date_and_time(listview);
		keep_order(listview);
		if (!frappe.model.can_write(listview.doctype)) return;
		const add = (label, choose) => listview.page.add_actions_menu_item(label, () => choose(listview), true);
		add(__("Assign Technician"), choose_technician);
		add(__("Reschedule"), choose_date);
	},

	refresh(listview) {
		make_room(listview);
		add_technician_filter(listview);
		if (listview.view_name !== "Gantt") return;
		// Frappe 17 lays results out as a table, in which a chart is as wide as all its months and can't be scrolled
		listview.$result.css("display", "block");
		begin_with_this_month(listview);
		listview.load_lib.then(() => {
			color_bars(listview);
			show_today(listview);
			const { options } = listview.gantt;
			options.on_date_change = (...moved) => move_visit(listview, ...moved);
			// Frappe 17 would make a task for the user
			options.on_date_click = (date) => plan_visit(date);
		});
	},

	get_indicator(visit) {
		return [__(visit.status, null, "Maintenance Visit"), get_color(visit), `status,=,${visit.status}`];
	},

	gantt_custom_popup_html({ id }, visit) {
		const { title, mntc_date, mntc_time, status, completion_status } = visit;
		const time = mntc_time && frappe.datetime.str_to_user(mntc_time, true);
		const day = [frappe.datetime.str_to_user(mntc_date), time].filter(Boolean).join(" ");
		const words = [status, completion_status || ""].map((word) => __(word, null, "Maintenance Visit"));
		const about = [id, day, ...words].filter(Boolean).join(" · ");
		const escape = frappe.utils.escape_html;
		return `<div class="title">${escape(title)}</div><div class="subtitle">${escape(about)}</div>`;
	},
};

/** First when and who. Frappe 15 shows four columns in a window of 1366 pixels, of which two are always there. */
function arrange_columns(listview) {
	const settings = listview.list_view_settings;
	if (settings.fields || !listview.columns) return;
	if (!settings.total_fields) {
		listview.list_view_settings = { ...settings, total_fields: COLUMNS.length + 3 };
		listview.setup_columns();
	}
	const place = ({ df }) => COLUMNS.indexOf(df?.fieldname);
	const ours = listview.columns.filter((column) => place(column) >= 0);
	ours.sort((one, other) => place(one) - place(other));
	listview.columns = listview.columns.map((column) => (place(column) >= 0 ? ours.shift() : column));
	listview.render_header(true);
}

/** Unless the user has chosen another order. Of one date the visits are in the order of time. */
function order_by_date_and_time(listview) {
	const { sort_selector, doctype } = listview;
	if (!sort_selector) return;
	const of_frappe = sort_selector.get_sql_string.bind(sort_selector);
	sort_selector.get_sql_string = () => {
		const { sort_by, sort_order } = sort_selector;
		const fields = { mntc_date: ["mntc_date", "mntc_time"], technicians: ["technicians", "mntc_date"] };
		const order = fields[sort_by]?.map((field) => `\`tab${doctype}\`.\`${field}\` ${sort_order}`);
		return order ? [...order, `\`tab${doctype}\`.\`name\` ${sort_order}`].join(", ") : of_frappe();
	};
	if (listview.view_name !== "List" || listview.view_user_settings.sort_by) return;
	sort_selector.set_value("mntc_date", "asc");
	Object.assign(listview, { sort_by: "mntc_date", sort_order: "asc" });
}

/** Frappe puts a visit that somebody changed among the others by date alone: they are read anew, in the server's order. */
function keep_order(listview) {
	if (listview.view_name !== "List") return;
	listview.debounced_refresh = frappe.utils.debounce(() => {
		listview.pending_document_refreshes = [];
		if (window.cur_list === listview && frappe.get_route()[0] === "List") refresh_anew(listview);
	}, 2000);
}

/** As in the calendar, whose script comes along with this one. */
const get_calendar = () => frappe.views.calendar["Maintenance Visit"];
const get_color = (visit) => get_calendar().get_css_class(visit);

/** A technician is one of a row: no field of the visit, so Frappe makes no standard filter for him. */
function get_technician_filter() {
	return {
		fieldtype: "Link",
		options: "Sales Person",
		label: __("Technician"),
		doctype: "Maintenance Visit Purpose",
		fieldname: "service_person",
		get_query: () => ({ filters: { is_group: 0 } }),
		is_filter: 1,
	};
}

/** Where no filters are shown, as above the calendar and in Frappe 15. */
function add_technician_filter({ page, filter_area }) {
	if (page.fields_dict.service_person) return;
	const onchange = () => filter_area.debounced_refresh_list_view();
	const section = page.page_form.find(".standard-filter-section");
	page.add_field({ ...get_technician_filter(), onchange }, section.length ? section : null);
	page.page_form.css("display", "");
}

/** What is longer than its room pushes the buttons beside it out of the page. */
function make_room({ page, page_title, view_name, sort_selector }) {
	page.wrapper.find(".page-title").addClass("overflow-hidden");
	if (frappe.is_mobile()) page.set_title(__("Visits"), null, true, page_title);
	// A calendar has an order of its own.
	if (view_name === "Calendar") sort_selector?.wrapper.hide();
}

/** Frappe would show the twenty oldest visits, which nobody plans. Who takes the filters away sees them. */
function begin_with_this_month(listview) {
	if (listview.has_begun) return;
	listview.has_begun = true;
	const { doctype, filter_area } = listview;
	order_by_date_and_time(listview);
	show_many(listview);
	if (filter_area.get().length) return void refresh_anew(listview);
	filter_area.add([
		[doctype, "mntc_date", "Timespan", "this month"],
		[doctype, "status", "!=", "Cancelled"],
	]);
}

/** The first twenty would be those of the first technicians. */
function show_many(listview) {
	const buttons = listview.$paging_area.find(".btn-paging").removeClass("btn-info").prop("disabled", false);
	buttons.filter(`[data-value="${MOST_BARS}"]`).addClass("btn-info").prop("disabled", true);
	Object.assign(listview, { page_length: MOST_BARS, selected_page_count: MOST_BARS });
}

function plan_visit(date) {
	if (!date || !frappe.model.can_create("Maintenance Visit")) return;
	const mntc_date = moment(date).format("YYYY-MM-DD");
	frappe.new_doc("Maintenance Visit", {}, (visit) => Object.assign(visit, { mntc_date, mntc_time: null }));
}

/** A bar is of days: that of a visit with a time can't be stretched, and goes back as one that was refused. */
async function move_visit(listview, { doctype, id }, start, end) {
	const [first, last] = [start, end].map((at) => moment(at).locale("en").format("YYYY-MM-DD"));
	const args = { name: id, planned_start: first, planned_end: `${last} 23:59:59`, all_day: 1 };
	const has_time = Boolean(listview.get_item(id)?.mntc_time);
	try {
		if (listview.can_write && has_time) await frappe.db.set_value(doctype, id, { mntc_date: first });
		else if (listview.can_write) await frappe.xcall(get_calendar().update_event_method, { args });
	} catch {
		// Desk has told why.
	}
	refresh_anew(listview);
}

/** Frappe doesn't ask for what it has asked for within three seconds. */
function refresh_anew(listview) {
	listview.last_args = null;
	listview.refresh();
}

/** Up to Frappe 16 the chart begins with its oldest bar, and the rows of who has none so old look empty. */
function show_today({ data, $result }) {
	const day = $result.find(".today-highlight")[0];
	if (!day || !data.some(({ mntc_date }) => mntc_date >= frappe.datetime.get_today())) return;
	$result.find(".gantt-container").scrollLeft(day.getAttribute("x") - 4 * day.getAttribute("width"));
}

/** Frappe colors bars by a field that holds a color; ours follows from the status, and from the theme. */
function color_bars({ data, $result }) {
	const bars = data.map((visit) => {
		const { backgroundColor, textColor } = get_calendar().get_look(visit);
		const bar = `.gantt-container .gantt .bar-wrapper[data-id=${JSON.stringify(visit.name)}]`;
		return `
			${bar} .bar { fill: ${backgroundColor}; stroke: ${textColor} }
			${bar} .bar-label:not(.big) { fill: ${textColor} }`;
	});
	$result.prepend($("<style>").text(GANTT_THEME + bars.join("")));
}

// Else a dark theme has a white chart with pale names.
const GANTT_THEME = `
	.gantt-container .gantt :is(.grid-header, .grid-row) { fill: var(--card-bg) }
	.gantt-container .gantt .grid-row:nth-child(even) { fill: var(--subtle-accent) }
	.gantt-container .gantt .today-highlight { fill: var(--highlight-color) }
	.gantt-container .gantt :is(.grid-header, .row-line, .tick) { stroke: var(--border-color) }
	.gantt-container .gantt :is(.upper-text, .lower-text, .bar-label.big) { fill: var(--text-color) }`;

function choose_technician(listview) {
	const days = [...new Set(listview.get_checked_items().map((visit) => visit.mntc_date))];
	ask(listview, __("Assign Technician"), "assign_technician", [
		{
			fieldtype: "Link",
			options: "Sales Person",
			fieldname: "service_person",
			label: __("Technician"),
			description: __("Does all rows of the chosen visits."),
			filter_description: __("Who has least to do on the days of these visits comes first."),
			get_query: () => ({ query: `${WORKLOAD_MODULE}.search_technicians`, filters: { days } }),
			only_select: 1,
			reqd: 1,
		},
	]);
}

function choose_date(listview) {
	const by_date = "eval:doc.by === 'date'";
	const by_days = "eval:doc.by === 'days'";
	ask(listview, __("Reschedule"), "reschedule", [
		{
			fieldtype: "Select",
			fieldname: "by",
			label: __("Move"),
			options: [
				{ value: "date", label: __("To a date") },
				{ value: "days", label: __("By a number of days") },
			],
			default: "date",
			reqd: 1,
		},
		{
			fieldtype: "Date",
			fieldname: "mntc_date",
			label: __("Maintenance Date"),
			depends_on: by_date,
			mandatory_depends_on: by_date,
		},
		{
			fieldtype: "Int",
			fieldname: "days",
			label: __("Days"),
			description: __("With a minus, the visits come earlier."),
			depends_on: by_days,
			mandatory_depends_on: by_days,
		},
		{
			fieldtype: "Time",
			fieldname: "mntc_time",
			label: __("Maintenance Time"),
			description: __("Left empty, each visit keeps its own."),
		},
	]);
}

function ask(listview, title, method, fields) {
	const visits = listview.get_checked_items(true);
	const days = listview.get_checked_items().map((visit) => visit.mntc_date);
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: title,
		primary_action({ by, ...values }) {
			if (by === "date") delete values.days;
			if (by === "days") delete values.mntc_date;
			const send = () => {
				dialog.hide();
				change(listview, method, { visits, ...values });
			};
			const question = method === "reschedule" && ask_of_past(days, values);
			if (question) frappe.confirm(question, send);
			else send();
		},
	});
	dialog.show();
}

/** Hardly anybody means the past: a year that was mistyped would move all of them there. */
function ask_of_past(days, values) {
	const today = frappe.datetime.get_today();
	const moved = days.map((day) => values.mntc_date || frappe.datetime.add_days(day, values.days));
	const past = moved.filter((day) => day < today);
	if (!past.length) return null;
	if (values.mntc_date) {
		return __("{0} is past: move anyway?", [frappe.datetime.str_to_user(values.mntc_date)]);
	}
	return __("{0} of {1} visits would land in the past: move anyway?", [past.length, days.length]);
}

async function change(listview, method, args) {
	// Each visit that is saved would refresh the list.
	listview.disable_list_update = true;
	try {
		await frappe.call({ method: `${BULK_MODULE}.${method}`, args, freeze: true });
	} finally {
		listview.disable_list_update = false;
		listview.clear_checked_items();
		refresh_anew(listview);
	}
}
