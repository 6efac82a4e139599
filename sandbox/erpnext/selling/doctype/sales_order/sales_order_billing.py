import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Sum
from frappe.utils import flt

from erpnext.selling.doctype.sales_order.sales_order_status import get_status


def update_billing(sales_invoice: Document) -> None:
	"""Let the orders of an invoice's rows say how much of them submitted invoices bill."""
	for name in {row.sales_order for row in sales_invoice.items if row.sales_order}:
		sales_order = frappe.get_doc("Sales Order", name)
		billed = get_billed(name)
		for row in sales_order.items:
			row.db_set("billed_amt", flt(billed.get(row.name)), update_modified=False)
		sales_order.per_billed = get_percentage(sales_order)
		sales_order.db_set({"per_billed": sales_order.per_billed, "status": get_status(sales_order)})


def get_billed(sales_order: str) -> dict[str, float]:
	"""Return what submitted invoices bill of each row of an order."""
	row = frappe.qb.DocType("Sales Invoice Item")
	return dict(
		frappe.qb.from_(row)
		.select(row.so_detail, Sum(row.amount))
		.where((row.sales_order == sales_order) & (row.docstatus == 1))
		.groupby(row.so_detail)
		.run()
	)


def get_percentage(sales_order: Document) -> float:
	"""Return how much of an order is billed; what is billed beyond a row's amount does not count."""
	total = sum(abs(flt(row.amount)) for row in sales_order.items)
	billed = sum(min(abs(row.billed_amt), abs(flt(row.amount))) for row in sales_order.items)
	return flt(billed / total * 100, 6) if total else 0
