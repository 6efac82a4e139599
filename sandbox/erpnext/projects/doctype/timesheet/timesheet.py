import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt, get_datetime, getdate


class OverlapError(frappe.ValidationError):
	pass


class Timesheet(Document):
	def validate(self) -> None:
		self.set_status()
		self.validate_time_logs()
		self.calculate_total_amounts()
		self.set_dates()

	def on_submit(self) -> None:
		self.validate_mandatory_fields()

	def before_cancel(self) -> None:
		self.set_status()

	def set_status(self) -> None:
		statuses = ("Draft", "Submitted", "Cancelled")
		self.status = "Completed" if self.sales_invoice else statuses[self.docstatus]

	def validate_time_logs(self) -> None:
		for row in self.time_logs:
			row.validate_times()
			row.set_hours()
			row.set_billing()
			row.set_costing(flt(self.exchange_rate) or 1)
			self.validate_overlap(row)

	def calculate_total_amounts(self) -> None:
		"""Sum up the time logs."""
		billable = [row for row in self.time_logs if row.is_billable]
		self.total_hours = sum(flt(row.hours) for row in self.time_logs)
		self.total_costing_amount = sum(flt(row.costing_amount) for row in self.time_logs)
		self.base_total_costing_amount = sum(flt(row.base_costing_amount) for row in self.time_logs)
		self.total_billable_hours = sum(flt(row.billing_hours) for row in billable)
		self.total_billable_amount = sum(flt(row.billing_amount) for row in billable)
		self.total_billed_amount = sum(flt(row.billing_amount) for row in billable if row.sales_invoice)
		total = self.total_billable_amount
		self.per_billed = self.total_billed_amount * 100 / total if total else 0

	def set_dates(self) -> None:
		self.start_date = min(
			(getdate(row.from_time) for row in self.time_logs if row.from_time), default=None
		)
		self.end_date = max((getdate(row.to_time) for row in self.time_logs if row.to_time), default=None)

	def validate_mandatory_fields(self) -> None:
		for row in self.time_logs:
			if not row.from_time and not row.to_time:
				frappe.throw(_("Row #{0}: enter {1} and {2}.").format(row.idx, _("From Time"), _("To Time")))
			if self.employee and not row.activity_type:
				frappe.throw(_("Row #{0}: choose the {1}.").format(row.idx, _("Activity Type")))
			if not flt(row.hours):
				frappe.throw(_("Row #{0}: enter hours above zero.").format(row.idx))

	def validate_overlap(self, row: Document) -> None:
		"""Nobody works twice at once. ERPNext also compares the user."""
		if not self.employee or not (row.from_time and row.to_time):
			return
		others = [self.name for other in self.time_logs if other is not row and is_overlapping(row, other)]
		others = others or self.get_overlapping(row)
		if others:
			frappe.throw(
				_("Row #{0}: these times overlap with those in Timesheet {1}.").format(row.idx, others[0]),
				OverlapError,
			)

	def get_overlapping(self, row: Document) -> list[str]:
		"""Return the employee's other timesheets, drafts too, in which he works at the same time."""
		timesheet, time_log = frappe.qb.DocType("Timesheet"), frappe.qb.DocType("Timesheet Detail")
		return (
			frappe.qb.from_(timesheet)
			.join(time_log)
			.on(time_log.parent == timesheet.name)
			.select(timesheet.name)
			.where((timesheet.employee == self.employee) & (timesheet.docstatus < 2))
			.where(timesheet.name != (self.name or ""))
			.where(time_log.from_time < str(get_datetime(row.to_time)))
			.where(time_log.to_time > str(get_datetime(row.from_time)))
			.run(pluck=True)
		)


def is_overlapping(row: Document, other: Document) -> bool:
	if not (other.from_time and other.to_time):
		return False
	starts_before = get_datetime(row.from_time) < get_datetime(other.to_time)
	return starts_before and get_datetime(other.from_time) < get_datetime(row.to_time)
