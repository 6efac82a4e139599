frappe.provide("erpnext.selling");

frappe.ui.form.on("Sales Order", {
	setup(frm) {
		erpnext.utils.set_party_queries(frm);
	},
	onload(frm) {
		if (frm.is_new() && !frm.doc.conversion_rate) frm.set_value("conversion_rate", 1);
		if (frm.is_new() && !frm.doc.currency) {
			frm.set_value("currency", frappe.boot.sysdefaults.currency);
		}
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

frappe.ui.form.on("Sales Order Item", {
	item_code(frm, doctype, name) {
		return erpnext.utils.set_item_details(doctype, name);
	},
});

erpnext.selling.SalesOrderController = class SalesOrderController extends frappe.ui.form.Controller {
	refresh() {
		if (this.frm.doc.docstatus !== 1) return;
		this.add_status_buttons();
		if (this.may_be_maintained()) this.add_maintenance_buttons();
	}

	may_be_maintained() {
		const { status, per_delivered, order_type } = this.frm.doc;
		return (
			!["Closed", "On Hold"].includes(status) &&
			flt(per_delivered) < 100 &&
			!["Sales", "Shopping Cart"].includes(order_type)
		);
	}

	add_maintenance_buttons() {
		for (const doctype of ["Maintenance Visit", "Maintenance Schedule"]) {
			if (frappe.model.can_create(doctype)) {
				this.frm.add_custom_button(__(doctype), () => this.make(doctype), __("Create"));
			}
		}
	}

	add_status_buttons() {
		if (!this.frm.has_perm("submit")) return;
		const actions = ["Closed", "On Hold"].includes(this.frm.doc.status)
			? { "Re-open": "Draft" }
			: { Hold: "On Hold", Close: "Closed" };
		for (const [label, status] of Object.entries(actions)) {
			this.frm.add_custom_button(__(label), () => this.update_status(status), __("Status"));
		}
	}

	make(doctype) {
		frappe.model.open_mapped_doc({
			method: `erpnext.selling.doctype.sales_order.sales_order.make_${frappe.scrub(doctype)}`,
			frm: this.frm,
		});
	}

	async update_status(status) {
		await frappe.call("erpnext.selling.doctype.sales_order.sales_order.update_status", {
			status,
			name: this.frm.doc.name,
		});
		this.frm.reload_doc();
	}
};

// As in ERPNext: what the controller adds comes after all handlers of frappe.ui.form.on.
extend_cscript(cur_frm.cscript, new erpnext.selling.SalesOrderController({ frm: cur_frm }));
