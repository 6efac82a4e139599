"""What ERPNext's transactions share, as far as maintenance needs it."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt, now_datetime


class UOMMustBeIntegerError(frappe.ValidationError):
	pass


class TransactionBase(Document):
	"""The base class of ERPNext's transactions. In ERPNext it also updates statuses and copies terms."""

	def validate_posting_time(self) -> None:
		"""Post now, unless the user chose to set date and time himself."""
		if not self.set_posting_time:
			now = now_datetime()
			self.update(
				{"posting_date": now.strftime("%Y-%m-%d"), "posting_time": now.strftime("%H:%M:%S.%f")}
			)

	def validate_uom_is_integer(self, uom_field: str, qty_field: str) -> None:
		"""Throw where a row has a part of what there are only whole ones of."""
		for row in self.items:
			qty = flt(row.get(qty_field), row.precision(qty_field))
			if qty != cint(qty) and frappe.get_cached_value(
				"UOM", row.get(uom_field), "must_be_whole_number"
			):
				frappe.throw(
					_(
						"Row #{0}: {1} is a fraction, but there are only whole {2}. Round the quantity."
					).format(row.idx, qty, row.get(uom_field)),
					UOMMustBeIntegerError,
				)


def delete_events(reference_doctype: str, reference_name: str) -> None:
	"""Delete the calendar events in which the document takes part."""
	filters = {"reference_doctype": reference_doctype, "reference_docname": reference_name}
	for event in set(frappe.get_all("Event Participants", filters, pluck="parent")):
		frappe.delete_doc("Event", event, for_reload=True)
