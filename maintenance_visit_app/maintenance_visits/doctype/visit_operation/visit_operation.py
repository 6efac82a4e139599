from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType, Interval
from frappe.query_builder.functions import Now


class UntouchableError(frappe.ValidationError):
	pass


class VisitOperation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.Code | None
		device_time: DF.Data | None
		done_at: DF.Datetime | None
		fingerprint: DF.Data | None
		message: DF.SmallText | None
		operation: DF.Data | None
		outcome: DF.Literal["", "Applied", "Superseded", "Refused", "Handed Over"]
		payload: DF.Code | None
		resolved: DF.Check
		user: DF.Link | None
		visit: DF.Link | None
	# end: auto-generated types

	def validate(self) -> None:
		self.validate_untouched()

	def validate_untouched(self) -> None:
		"""What was sent and answered is a record: whoever looks at it may only say that it is resolved."""
		before = self.get_doc_before_save()
		fieldnames = [field.fieldname for field in self.meta.fields if field.fieldname != "resolved"]
		if not before or any(self.has_value_changed(fieldname) for fieldname in fieldnames):
			frappe.throw(
				_("An operation is written by the API: only {0} can be changed.").format(
					frappe.bold(_(self.meta.get_label("resolved")))
				),
				UntouchableError,
				title=_("Visit Operation"),
			)

	@staticmethod
	def clear_old_logs(days: int = 30) -> None:
		"""Delete what is older, but for what still needs attention. Called by Frappe's Log Settings."""
		operation = DocType("Visit Operation")
		is_done = (operation.outcome == "Applied") | (operation.resolved == 1)
		is_old = operation.creation < (Now() - Interval(days=days))
		frappe.db.delete(operation, filters=is_old & is_done)
