const BULK_MODULE = "maintenance_visit_app.maintenance_visits.planning.bulk";
const SALES_PERSON_FILTERS = { is_group: 0, enabled: 1 };

frappe.listview_settings["Maintenance Visit"] = {
	add_fields: ["status", "completion_status", "mntc_date"],
	has_indicator_for_draft: true,

	custom_filter_configs: () => [get_technician_filter()],

	onload(listview) {
		if (!frappe.model.can_write(listview.doctype)) return;
		const add = (label, choose) => listview.page.add_actions_menu_item(label, () => choose(listview), true);
		add(__("Assign Technician"), choose_technician);
		add(__("Reschedule"), choose_date);
	},

	refresh(listview) {
		make_room(listview);
		add_technician_filter(listview);
		if (listview.view_name !== "Gantt") return;
		begin_with_this_month(listview);
		listview.load_lib.then(() => {
			color_bars(listview);
			listview.gantt.options.on_date_change = (bar, start) => move_visit(listview, bar, start);
		});
	},

	get_indicator(visit) {
		const color = get_color(visit);
		const status = __(visit.status, null, "Maintenance Visit");
		if (visit.docstatus !== 1) return [status, color, `status,=,${visit.status}`];
		const { completion_status } = visit;
		return [__(completion_status), color, `docstatus,=,1|completion_status,=,${completion_status}`];
	},

	gantt_custom_popup_html({ id }, { customer_name, mntc_date, status }) {
		const word = __(status, null, "Maintenance Visit");
		const about = [id, frappe.datetime.str_to_user(mntc_date), word].join(" · ");
		const escape = frappe.utils.escape_html;
		return `<div class="title">${escape(customer_name)}</div><div class="subtitle">${escape(about)}</div>`;
	},
};

/** As in the calendar, whose script comes along with this one. */
const get_color = (visit) => frappe.views.calendar["Maintenance Visit"].get_css_class(visit);

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
	if (filter_area.get().length) return;
	filter_area.add([
		[doctype, "mntc_date", "Timespan", "this month"],
		[doctype, "status", "!=", "Cancelled"],
	]);
}

/** A bar is a day, and goes back to where the visit stays: Frappe keeps a longer one, and one that was refused. */
async function move_visit(listview, { doctype, id }, start) {
	const mntc_date = moment(start).format("YYYY-MM-DD");
	try {
		if (listview.can_write) await frappe.db.set_value(doctype, id, { mntc_date });
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

/** Frappe colors bars by a field that holds a color; ours follows from the status, and from the theme. */
function color_bars({ data, $result }) {
	const bars = data.map((visit) => {
		const { backgroundColor, textColor } = frappe.views.calendar["Maintenance Visit"].get_look(visit);
		const bar = `.gantt-modern .gantt .bar-wrapper[data-id=${JSON.stringify(visit.name)}]`;
		return `
			${bar} .bar { fill: ${backgroundColor}; stroke: ${textColor} }
			${bar} .bar-label:not(.big) { fill: ${textColor} }`;
	});
	$result.prepend($("<style>").text(GANTT_THEME + bars.join("")));
}

// Else a dark theme has a white chart with pale names.
const GANTT_THEME = `
	.gantt-modern .gantt :is(.grid-header, .grid-row) { fill: var(--card-bg) }
	.gantt-modern .gantt .grid-row:nth-child(even) { fill: var(--subtle-accent) }
	.gantt-modern .gantt .today-highlight { fill: var(--highlight-color) }
	.gantt-modern .gantt :is(.grid-header, .row-line, .tick) { stroke: var(--border-color) }
	.gantt-modern .gantt :is(.upper-text, .lower-text, .bar-label.big) { fill: var(--text-color) }`;

function choose_technician(listview) {
	ask(listview, __("Assign Technician"), "assign_technician", [
		{
			fieldtype: "Link",
			options: "Sales Person",
			fieldname: "service_person",
			label: __("Technician"),
			description: __("Does all rows of the chosen visits."),
			get_query: () => ({ filters: SALES_PERSON_FILTERS }),
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
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: title,
		primary_action({ by, ...values }) {
			if (by === "date") delete values.days;
			if (by === "days") delete values.mntc_date;
			dialog.hide();
			change(listview, method, { visits, ...values });
		},
	});
	dialog.show();
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
