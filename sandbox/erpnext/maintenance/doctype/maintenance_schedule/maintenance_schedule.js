frappe.provide("erpnext.maintenance");

frappe.ui.form.on("Maintenance Schedule", {
	setup(frm) {
		erpnext.utils.set_party_queries(frm);
	},
	onload(frm) {
		if (!frm.doc.status) frm.set_value("status", "Draft");
		if (frm.is_new()) frm.set_value("transaction_date", frappe.datetime.get_today());
	},
	customer(frm) {
		return erpnext.utils.get_party_details(frm);
	},
	customer_address(frm) {
		return erpnext.utils.get_address_display(frm);
	},
	contact_person(frm) {
		return erpnext.utils.get_contact_details(frm);
	},
});

erpnext.maintenance.MaintenanceSchedule = class MaintenanceSchedule extends frappe.ui.form.Controller {
	refresh() {
		frappe.dynamic_link = { doc: this.frm.doc, fieldname: "customer", doctype: "Customer" };
		if (this.frm.doc.docstatus === 0) this.add_order_button();
		if (this.frm.doc.docstatus === 1 && this.has_pending_rows()) this.add_visit_button();
	}

	has_pending_rows() {
		return this.frm.doc.schedules.some((row) => row.completion_status === "Pending");
	}

	add_order_button() {
		const { customer, company } = this.frm.doc;
		const get_items = () =>
			erpnext.utils.map_current_doc({
				method: "erpnext.selling.doctype.sales_order.sales_order.make_maintenance_schedule",
				source_doctype: "Sales Order",
				target: this.frm,
				setters: { customer: customer || undefined },
				get_query_filters: { docstatus: 1, company },
			});
		this.frm.add_custom_button(__("Sales Order"), get_items, __("Get Items From"));
	}

	add_visit_button() {
		const ask = () => this.ask_for_row();
		this.frm.add_custom_button(__("Maintenance Visit"), ask, __("Create"));
	}

	async get_pending(args) {
		return (await this.frm.call("get_pending_data", args)).message;
	}

	async ask_for_row() {
		const show_dates = async () => {
			const item_name = dialog.get_value("item_name");
			const options = await this.get_pending({ data_type: "date", item_name });
			dialog.set_df_property("scheduled_date", "options", options);
		};
		const field = (fieldname, label, values) => ({
			fieldtype: "Select",
			fieldname,
			label: __(label),
			reqd: 1,
			...values,
		});
		const dialog = new frappe.ui.Dialog({
			title: __("Enter Visit Details"),
			fields: [
				field("item_name", "Item Name", {
					options: await this.get_pending({ data_type: "items" }),
					onchange: show_dates,
				}),
				field("scheduled_date", "Scheduled Date"),
			],
			primary_action_label: __("Create Visit"),
			primary_action: (values) => {
				dialog.hide();
				this.make_visit(values);
			},
		});
		dialog.show();
	}

	async make_visit({ item_name, scheduled_date }) {
		const s_id = await this.get_pending({ data_type: "id", item_name, s_date: scheduled_date });
		const { message } = await frappe.call(
			"erpnext.maintenance.doctype.maintenance_schedule.maintenance_schedule.make_maintenance_visit",
			{ source_name: this.frm.doc.name, item_name, s_id },
		);
		frappe.model.sync(message);
		frappe.set_route("Form", message.doctype, message.name);
	}
};

extend_cscript(cur_frm.cscript, new erpnext.maintenance.MaintenanceSchedule({ frm: cur_frm }));
