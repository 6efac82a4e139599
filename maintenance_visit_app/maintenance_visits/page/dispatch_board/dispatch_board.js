// The page; what it is made of is in public/js/dispatch_board.

frappe.pages["dispatch-board"].on_page_load = function (wrapper) {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Dispatch Board"),
		single_column: true,
	});
	wrapper.board = new maintenance_visit_app.dispatch.Board(page);
};

frappe.pages["dispatch-board"].on_page_show = function (wrapper) {
	wrapper.board.show();
};
