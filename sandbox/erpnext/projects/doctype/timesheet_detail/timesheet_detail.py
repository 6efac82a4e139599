import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, flt, get_datetime, time_diff_in_hours


class TimesheetDetail(Document):
	def set_hours(self) -> None:
		"""Let hours, and without an end the end, follow from the times."""
		if self.from_time and self.to_time:
			self.hours = time_diff_in_hours(self.to_time, self.from_time)
		elif self.from_time and self.hours:
			self.to_time = get_datetime(add_to_date(self.from_time, hours=self.hours, as_datetime=True))

	def validate_times(self) -> None:
		if self.from_time and self.to_time and get_datetime(self.to_time) < get_datetime(self.from_time):
			frappe.throw(_("Row #{0}: {1} comes before {2}.").format(self.idx, _("To Time"), _("From Time")))

	def set_billing(self) -> None:
		"""Bill all hours at the activity's rate, where nothing else is entered."""
		if not self.is_billable:
			self.update({"billing_hours": 0, "billing_rate": 0, "billing_amount": 0})
			return
		self.billing_hours = flt(self.billing_hours) or self.hours
		self.billing_rate = flt(self.billing_rate) or flt(
			frappe.get_cached_value("Activity Type", self.activity_type, "billing_rate")
			if self.activity_type
			else 0
		)
		self.billing_amount = self.billing_rate * flt(self.billing_hours)
