// A better plan, shown as a difference: all of it, some or none is taken.

frappe.provide("maintenance_visit_app.dispatch");

maintenance_visit_app.dispatch.arrange = function (board) {
	frappe.show_alert(board.view);
};
