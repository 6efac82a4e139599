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

	def validate_uom_is_integer(
		self, uom_field: str, qty_fields: str | list[str], child_dt: str | None = None
	) -> None:
		validate_uom_is_integer(self, uom_field, qty_fields, child_dt)


def validate_uom_is_integer(
	doc: Document, uom_field: str, qty_fields: str | list[str], child_dt: str | None = None
) -> None:
	"""Throw where a row, of the child DocType or of all, has a part of what there are only whole ones of."""
	rows = [row for row in doc.get_all_children(parenttype=child_dt) if row.get(uom_field)]
	filters = {"name": ("in", {row.get(uom_field) for row in rows}), "must_be_whole_number": 1}
	whole = set(frappe.get_all("UOM", filters, pluck="name")) if rows else set()
	for row in rows:
		for fieldname in [qty_fields] if isinstance(qty_fields, str) else qty_fields:
			qty = flt(row.get(fieldname), row.precision(fieldname))
			if row.get(uom_field) in whole and abs(cint(row.get(fieldname)) - qty) > 0.0000001:
				frappe.throw(
					_(
						"Row {1}: Quantity ({0}) cannot be a fraction. To allow this, disable '{2}' in UOM {3}."
					).format(
						qty, row.idx, frappe.bold(_("Must be Whole Number")), frappe.bold(row.get(uom_field))
					),
					UOMMustBeIntegerError,
				)


def delete_events(reference_doctype: str, reference_name: str) -> None:
	"""Delete the calendar events in which the document takes part."""
	filters = {"reference_doctype": reference_doctype, "reference_docname": reference_name}
	for event in set(frappe.get_all("Event Participants", filters, pluck="parent")):
		frappe.delete_doc("Event", event, for_reload=True)
