"""What this app does to ERPNext's Sales Order: it tells how far its maintenance has come."""

from frappe.model.document import Document

from maintenance_visit_app.derived.orders import NOT_VISITED, update_maintenance_status


def validate(sales_order: Document, method: str | None = None) -> None:
	"""Start a new Maintenance order at Not Visited. Hook on Sales Order."""
	if sales_order.docstatus.is_draft():
		sales_order.maintenance_status = NOT_VISITED if sales_order.order_type == "Maintenance" else None


def on_update_after_submit(sales_order: Document, method: str | None = None) -> None:
	"""Follow lines that were added or removed after submit. Hook on Sales Order."""
	update_maintenance_status([sales_order.name])
