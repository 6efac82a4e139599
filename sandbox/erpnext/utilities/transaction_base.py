"""What ERPNext's transactions share, as far as maintenance needs it."""

import frappe
from frappe.model.document import Document


class TransactionBase(Document):
	"""The base class of ERPNext's transactions. In ERPNext it also updates statuses and copies terms."""


def delete_events(reference_doctype: str, reference_name: str) -> None:
	"""Delete the calendar events in which the document takes part."""
	filters = {"reference_doctype": reference_doctype, "reference_docname": reference_name}
	for event in set(frappe.get_all("Event Participants", filters, pluck="parent")):
		frappe.delete_doc("Event", event, for_reload=True)
