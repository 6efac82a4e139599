const MAPPERS = "maintenance_visit_app.maintenance_visits.mappers";
const VISIT_MODULE = "maintenance_visit_app.maintenance_visits.doctype.maintenance_visit";

frappe.ui.form.on("Maintenance Visit", {
	setup(frm) {
		frm.trigger("set_queries");
		frm.trigger("set_make_methods");
		frm.trigger("name_states");
	},

	onload(frm) {
		frm.trigger("set_time");
		frm.trigger("add_first_row");
	},

	refresh(frm) {
		frappe.dynamic_link = { doc: frm.doc, fieldname: "customer", doctype: "Customer" };
		frm.trigger("add_get_items_buttons");
		frm.trigger("add_create_buttons");
		frm.trigger("add_billing_buttons");
		frm.trigger("add_stock_entry_button");
		frm.trigger("leave_stock_entry_to_server");
		maintenance_visit_app.drafts.offer(frm);
	},

	before_cancel: (frm) => maintenance_visit_app.drafts.settle(frm),

	/** A state that is only shown, Frappe translates without saying of what: in French a visit is feminine. */
	name_states({ doctype }) {
		for (const field of frappe.meta.get_docfields(doctype, null, { fieldtype: "Select" })) {
			field.formatter = (value) => (value ? __(value, null, doctype) : "");
		}
	},

	set_queries(frm) {
		const of_customer = () => ({ link_doctype: "Customer", link_name: frm.doc.customer || "" });
		frm.set_query("customer_address", () => ({
			query: "frappe.contacts.doctype.address.address.address_query",
			filters: of_customer(),
		}));
		frm.set_query("contact_person", () => ({
			query: "frappe.contacts.doctype.contact.contact.contact_query",
			filters: of_customer(),
		}));
		frm.set_query("service_person", "purposes", () => ({ filters: { is_group: 0, enabled: 1 } }));
		frm.set_query("serial_no", "purposes", (doc, cdt, cdn) => {
			const { item_code } = locals[cdt][cdn];
			return { filters: item_code ? { item_code } : {} };
		});
		frm.set_query("item_code", "parts", () => ({ filters: { disabled: 0, has_variants: 0 } }));
		frm.set_query("warehouse", "parts", () => ({
			filters: { company: frm.doc.company || "", is_group: 0, disabled: 0 },
		}));
		frm.set_query("batch_no", "parts", (doc, cdt, cdn) => ({
			filters: { item: locals[cdt][cdn].item_code || "", disabled: 0 },
		}));
	},

	/** What the menu Create and the plus signs among the Connections make. */
	set_make_methods(frm) {
		const map = (method) => () => frappe.model.open_mapped_doc({ method, frm });
		frm.make_methods = {
			"Maintenance Visit": map(`${MAPPERS}.follow_up.make_follow_up_visit`),
			"Sales Invoice": map(`${MAPPERS}.to_sales_invoice.make_sales_invoice`),
			"Stock Entry": map(`${MAPPERS}.to_stock_entry.make_stock_entry`),
			Timesheet: () => make_timesheets(frm),
		};
	},

	/** A visit of several days has no time. */
	set_time(frm) {
		const is_today = frm.doc.mntc_date === frappe.datetime.get_today();
		const is_one_day = !(frm.doc.planned_duration > 24 * 3600);
		if (frm.is_new() && is_today && is_one_day && !frm.doc.mntc_time) {
			frm.set_value("mntc_time", frappe.datetime.now_time());
		}
	},

	add_first_row(frm) {
		if (frm.is_new() && !frm.doc.purposes?.length) frm.add_child("purposes");
	},

	async customer(frm) {
		const { customer } = frm.doc;
		const details = customer
			? await frappe.xcall(`${VISIT_MODULE}.customer_details.get_customer_details`, { customer })
			: {};
		if (frm.doc.customer !== customer) return;
		const of_the_customer = [
			"customer_name",
			"customer_group",
			"territory",
			"customer_address",
			"address_display",
			"contact_person",
			"contact_display",
			"contact_mobile",
			"contact_email",
		];
		for (const fieldname of of_the_customer) {
			await frm.set_value(fieldname, details[fieldname] || null);
		}
	},

	async customer_address(frm) {
		const { customer, customer_address } = frm.doc;
		const details =
			customer && customer_address
				? await frappe.xcall(`${VISIT_MODULE}.customer_details.get_customer_details`, {
						customer,
						customer_address,
					})
				: {};
		if (frm.doc.customer_address !== customer_address) return;
		frm.set_value("address_display", details.address_display || null);
	},

	add_get_items_buttons(frm) {
		if (frm.doc.docstatus !== 0) return;
		for (const [doctype, source] of Object.entries(get_sources())) {
			if (frappe.model.can_read(doctype)) {
				const choose = () => choose_sources(frm, doctype, source);
				frm.add_custom_button(__(doctype), choose, __("Get Items From"));
			}
		}
	},

	async add_create_buttons(frm) {
		const { name, docstatus, purposes } = frm.doc;
		const is_unfinished = purposes.some((row) => row.completion_status !== "Fully Completed");
		if (docstatus !== 1 || !is_unfinished || !frappe.model.can_create(frm.doctype)) return;
		// The one that there is stands among the Connections
		const filters = { follow_up_of: name, docstatus: ["<", 2] };
		const follow_ups = await frappe.db.get_list(frm.doctype, { filters, limit: 1 });
		if (follow_ups.length || frm.doc.name !== name) return;
		frm.add_custom_button(__("Follow-up Visit"), frm.make_methods["Maintenance Visit"], __("Create"));
	},

	add_billing_buttons(frm) {
		const { docstatus, billing_status, time_logs } = frm.doc;
		if (docstatus !== 1) return;
		const is_left_to_bill = ["To Bill", "Partly Billed"].includes(billing_status);
		if (is_left_to_bill && frappe.model.can_create("Sales Invoice")) {
			frm.add_custom_button(__("Sales Invoice"), frm.make_methods["Sales Invoice"], __("Create"));
		} else if (is_left_to_bill) {
			frm.trigger("tell_who_bills");
		}
		if (time_logs?.length && frappe.model.can_create("Timesheet")) {
			frm.add_custom_button(__("Timesheet"), frm.make_methods.Timesheet, __("Create"));
		}
	},

	/** Why there is no Sales Invoice in the menu Create. */
	tell_who_bills(frm) {
		frm.set_df_property(
			"billing_status",
			"description",
			__("You may not create Sales Invoices: a colleague with that right makes the invoice."),
		);
	},

	async add_stock_entry_button(frm) {
		const is_wanted = frm.doc.docstatus === 1 && frm.doc.parts?.length;
		if (!is_wanted || !frappe.model.can_create("Stock Entry")) return;
		const { name } = frm.doc;
		const can_issue = await frappe.xcall(`${MAPPERS}.to_stock_entry.has_parts_to_issue`, {
			visit: name,
		});
		if (!can_issue || frm.doc.name !== name) return;
		frm.add_custom_button(__("Stock Entry"), frm.make_methods["Stock Entry"], __("Create"));
	},

	leave_stock_entry_to_server(frm) {
		// The visit's own cancel takes its parts back, also for those who may not cancel a Stock Entry.
		frm.ignore_doctypes_on_cancel_all = ["Stock Entry"];
	},
});

async function make_timesheets(frm) {
	const timesheets = await frappe.xcall(`${MAPPERS}.to_timesheet.make_timesheets`, {
		source_name: frm.doc.name,
	});
	if (timesheets.length === 1) frappe.set_route("Form", "Timesheet", timesheets[0]);
	else frappe.set_route("List", "Timesheet", { maintenance_visit: frm.doc.name });
}

const SOURCES = {
	"Maintenance Schedule": {
		mapper: "from_maintenance_schedule",
		filters: { docstatus: 1 },
		dialog: {
			date_field: "transaction_date",
			allow_child_item_selection: true,
			child_fieldname: "schedules",
			child_columns: ["item_name", "scheduled_date", "sales_person", "completion_status"],
		},
	},
	"Warranty Claim": {
		mapper: "from_warranty_claim",
		filters: { status: ["in", ["Open", "Work In Progress"]] },
		dialog: { date_field: "complaint_date", setters: { item_code: null } },
	},
	"Sales Order": {
		mapper: "from_sales_order",
		filters: {
			docstatus: 1,
			order_type: "Maintenance",
			status: ["not in", ["Closed", "On Hold"]],
			maintenance_status: ["in", ["Not Visited", "Partly Serviced"]],
		},
		dialog: { date_field: "transaction_date", setters: { maintenance_status: null } },
	},
};

// Other apps add kinds of source by the hook maintenance_visit_sources
function get_sources() {
	const of_others = {};
	for (const [doctype, kind] of Object.entries(frappe.boot.maintenance_visit_sources || {})) {
		of_others[doctype] = { ...kind, dialog: { setters: {} } };
	}
	const ours = {};
	for (const [doctype, source] of Object.entries(SOURCES)) {
		const method = `${MAPPERS}.${source.mapper}.make_maintenance_visit`;
		ours[doctype] = { ...source, method, customer: "customer", company: "company" };
	}
	return { ...ours, ...of_others };
}

function choose_sources(frm, doctype, source) {
	const { method, query, dialog } = source;
	const stated = {};
	for (const fieldname of ["customer", "company"]) {
		if (source[fieldname] && frm.doc[fieldname]) stated[source[fieldname]] = frm.doc[fieldname];
	}
	const customer = source.customer && { [source.customer]: frm.doc.customer };
	new frappe.ui.form.MultiSelectDialog({
		doctype,
		target: frm,
		...dialog,
		setters: { ...customer, ...dialog.setters },
		get_query: () => ({ ...(query && { query }), filters: { ...source.filters, ...stated } }),
		async action(source_names, { filtered_children }) {
			if (!source_names.length) return;
			this.dialog.hide();
			const visit = await frappe.xcall("frappe.model.mapper.map_docs", {
				method,
				source_names,
				target_doc: frm.doc,
				args: { filtered_children },
			});
			frappe.model.sync(visit);
			frm.dirty();
			frm.refresh();
		},
	});
}
