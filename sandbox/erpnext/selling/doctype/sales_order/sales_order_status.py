from frappe.model.document import Document
from frappe.utils import flt


def get_status(sales_order: Document) -> str:
	"""Return the status that follows from what is delivered and billed; Closed and On Hold stay."""
	if sales_order.docstatus.is_draft():
		return "Draft"
	if sales_order.docstatus.is_cancelled():
		return "Cancelled"
	if sales_order.status in ("Closed", "On Hold"):
		return sales_order.status
	delivered, billed = flt(sales_order.per_delivered) >= 100, flt(sales_order.per_billed) >= 100
	return {
		(False, False): "To Deliver and Bill",
		(True, False): "To Bill",
		(False, True): "To Deliver",
		(True, True): "Completed",
	}[delivered, billed]
