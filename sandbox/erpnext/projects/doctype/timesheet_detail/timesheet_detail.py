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

	def set_costing(self, exchange_rate: float) -> None:
		"""Cost all hours at the activity's rate, where nothing else is entered. ERPNext also has one by employee."""
		if not self.activity_type:
			return
		self.costing_rate = flt(self.costing_rate) or self.get_rate("costing_rate")
		self.costing_amount = self.costing_rate * flt(self.hours)
		for fieldname in ("costing_rate", "costing_amount"):
			base = f"base_{fieldname}"
			self.set(base, flt(self.get(fieldname) * exchange_rate, self.precision(base)))

	def set_billing(self) -> None:
		"""Bill all hours at the activity's rate, where nothing else is entered."""
		if not self.is_billable:
			self.update({"billing_hours": 0, "billing_rate": 0, "billing_amount": 0})
			return
		self.billing_hours = flt(self.billing_hours) or self.hours
		self.billing_rate = flt(self.billing_rate) or self.get_rate("billing_rate")
		self.billing_amount = self.billing_rate * flt(self.billing_hours)

	def get_rate(self, fieldname: str) -> float:
		"""Return the activity's costing or billing rate, for an hour."""
		if not self.activity_type:
			return 0
		return flt(frappe.get_cached_value("Activity Type", self.activity_type, fieldname))
