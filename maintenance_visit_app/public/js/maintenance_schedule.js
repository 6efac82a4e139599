frappe.ui.form.on("Maintenance Schedule", {
	setup(frm) {
		// ERPNext's own script offers pending rows only, and one at a time, after all handlers of `refresh`.
		// What is called custom_refresh comes last, and puts the buttons right.
		frm.cscript.custom_refresh = () => offer_visits(frm);
		// The plus sign among the Connections
		frm.make_methods = { ...frm.make_methods, "Maintenance Visit": () => choose_open_rows(frm) };
	},

	refresh: (frm) => maintenance_visit_app.drafts.offer(frm),
	before_cancel: (frm) => maintenance_visit_app.drafts.settle(frm),
});

const MAPPERS = "maintenance_visit_app.maintenance_visits.mappers";
const PLANNING = "maintenance_visit_app.maintenance_visits.planning";

function offer_visits(frm) {
	const label = __("Maintenance Visit");
	const group = __("Create");
	frm.remove_custom_button(label, group);
	if (frm.doc.docstatus !== 1 || !frappe.model.can_create("Maintenance Visit")) return;
	const rows = get_open_rows(frm);
	if (!rows.length) return;
	frm.add_custom_button(label, () => choose_rows(frm, rows), group);
	frm.add_custom_button(__("Planned Visits"), () => choose_last_day(frm), group);
}

function choose_open_rows(frm) {
	const rows = get_open_rows(frm);
	if (!rows.length) frappe.throw(__("All dates of this schedule are fully completed."));
	choose_rows(frm, rows);
}

function get_open_rows(frm) {
	return frm.doc.schedules.filter((row) => row.completion_status !== "Fully Completed");
}

function choose_rows(frm, rows) {
	const dialog = new frappe.ui.Dialog({
		title: __("New Maintenance Visit"),
		fields: [
			{
				fieldname: "rows",
				fieldtype: "MultiCheck",
				label: __("What is to be done on this visit?"),
				options: rows.map((row, index) => ({
					label: describe(row),
					value: row.name,
					checked: index === 0,
				})),
				columns: 1,
				sort_options: false,
				select_all: rows.length > 3,
			},
		],
		primary_action_label: __("Create"),
		primary_action({ rows: chosen }) {
			if (!chosen?.length) frappe.throw(__("Choose at least one date."));
			dialog.hide();
			make_visit(frm, chosen);
		},
	});
	dialog.show();
}

function describe(row) {
	const parts = [frappe.datetime.str_to_user(row.scheduled_date), row.item_name || row.item_code];
	if (row.sales_person) parts.push(row.sales_person);
	if (row.completion_status !== "Pending") parts.push(__(row.completion_status));
	return parts.map((part) => frappe.utils.escape_html(part)).join(" · ");
}

async function make_visit(frm, schedules) {
	const visit = await frappe.xcall("frappe.model.mapper.make_mapped_doc", {
		method: `${MAPPERS}.from_maintenance_schedule.make_maintenance_visit`,
		source_name: frm.doc.name,
		selected_children: { schedules },
	});
	frappe.model.sync(visit);
	frappe.set_route("Form", visit.doctype, visit.name);
}

async function choose_last_day(frm) {
	const last_day = await frappe.xcall(`${PLANNING}.planned_visits.get_last_day`);
	frappe.prompt(
		{
			fieldname: "until",
			fieldtype: "Date",
			label: __("Make visits for all dates until"),
			default: last_day,
			reqd: 1,
		},
		async ({ until }) => {
			const visits = await frappe.xcall(`${PLANNING}.planned_visits.generate_planned_visits`, {
				maintenance_schedule: frm.doc.name,
				until,
			});
			if (visits.length) frappe.set_route("List", "Maintenance Visit", { name: ["in", visits] });
		},
		__("Generate Planned Visits"),
		__("Generate"),
	);
}
