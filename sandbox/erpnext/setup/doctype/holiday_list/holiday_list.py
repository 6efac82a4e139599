import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate


class HolidayList(Document):
	def validate(self) -> None:
		self.total_holidays = len(self.holidays)
		self.validate_holidays()

	def validate_holidays(self) -> None:
		for row in self.holidays:
			if not getdate(self.from_date) <= getdate(row.holiday_date) <= getdate(self.to_date):
				frappe.throw(
					_("Row #{0}: {1} is not from {2} to {3}.").format(
						row.idx,
						formatdate(row.holiday_date),
						formatdate(self.from_date),
						formatdate(self.to_date),
					)
				)
