"""What the tests of reports share: visits done long ago, so that nothing else is in their period."""

import frappe

from maintenance_visit_app.demo.on_site import new_time_log
from maintenance_visit_app.demo.stock import get_warehouse
from maintenance_visit_app.tests import HOTEL, JULIE, do_work, make_visit
from maintenance_visit_app.tests.parts import GASKET


def make_done_visit(
	day: str,
	items: dict | None = None,
	hours: float = 1,
	customer: str = HOTEL,
	pending: tuple[str, ...] = (),
	coverage: dict | None = None,
	**values,
):
	"""Submit a visit that took so many hours from nine o'clock on; `coverage` is {item: who pays}."""
	visit = make_visit(customer, items)
	for row in visit.purposes:
		row.coverage = (coverage or {}).get(row.item_code)
		if pending:
			row.completion_status = "Pending" if row.item_code in pending else "Fully Completed"
	do_work(visit, "Partially Completed" if pending else "Fully Completed")
	visit.append("time_logs", new_time_log(JULIE, f"{day} 09:00:00", hours))
	return visit.update({"mntc_date": day, "mntc_time": "09:00:00", **values}).insert().submit()


def new_gaskets(qty: float, coverage: str = "Billable") -> dict:
	"""Return a part, from the stores; one is worth 18."""
	return {"item_code": GASKET, "qty": qty, "coverage": coverage, "warehouse": get_warehouse()}


def export(report: str, filters: dict, file_format_type: str = "CSV") -> bytes:
	"""Return what a user who presses Export gets."""
	from frappe.desk.query_report import export_query

	frappe.local.form_dict = frappe._dict(
		report_name=report,
		filters=frappe.as_json(filters),
		file_format_type=file_format_type,
		visible_idx="[]",
	)
	export_query()
	return frappe.local.response.filecontent
