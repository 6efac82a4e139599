"""ERPNext's own visit, with the behaviour and the faults it has there."""

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType, Order
from frappe.utils import format_date, get_datetime

from erpnext.utilities.transaction_base import TransactionBase

CLAIM_STATUS = {"Fully Completed": "Closed", "Partially Completed": "Work In Progress"}


class MaintenanceVisit(TransactionBase):
	def validate(self) -> None:
		self.validate_serial_no()
		self.validate_maintenance_date()
		self.validate_purpose_table()

	def on_submit(self) -> None:
		self.update_customer_issue(self.get_resolution)
		self.db_set("status", "Submitted")
		self.update_status_and_actual_date(self.completion_status, self.mntc_date)

	def on_cancel(self) -> None:
		self.check_if_last_visit()
		self.db_set("status", "Cancelled")
		self.update_status_and_actual_date("Pending", None)

	def validate_serial_no(self) -> None:
		for row in self.purposes:
			if row.serial_no and not frappe.db.exists("Serial No", row.serial_no):
				frappe.throw(_("Row #{0}: there is no Serial No {1}.").format(row.idx, row.serial_no))

	def validate_maintenance_date(self) -> None:
		if self.maintenance_type != "Scheduled":
			return
		for detail in self.get_schedule_details():
			item = frappe.db.get_value("Maintenance Schedule Detail", detail, "item_reference")
			if item:
				self.validate_within_schedule(item)

	def validate_within_schedule(self, item: str) -> None:
		"""Fails with a TypeError where the schedule's item is gone, as in ERPNext."""
		start, end = frappe.db.get_value("Maintenance Schedule Item", item, ["start_date", "end_date"])
		if not get_datetime(start) <= get_datetime(self.mntc_date) <= get_datetime(end):
			frappe.throw(
				_("The Maintenance Date lies outside of the schedule: choose one from {0} to {1}.").format(
					format_date(start), format_date(end)
				)
			)

	def validate_purpose_table(self) -> None:
		if not self.purposes:
			frappe.throw(_("Add a row to the table Purposes."), title=_("Purposes Required"))

	def get_schedule_details(self) -> list[str]:
		"""Return the header's row of the schedule; those of the rows count only where it names none."""
		if self.maintenance_schedule_detail:
			return [self.maintenance_schedule_detail]
		return [row.maintenance_schedule_detail for row in self.purposes if row.maintenance_schedule_detail]

	def update_status_and_actual_date(self, completion_status: str, actual_date: str | None) -> None:
		"""Overwrites what any other visit said of the same row of the schedule."""
		values = {"completion_status": completion_status, "actual_date": actual_date}
		for detail in self.get_schedule_details():
			frappe.db.set_value("Maintenance Schedule Detail", detail, values)

	def update_customer_issue(self, get_resolution) -> None:
		"""Write to the claims what `get_resolution(row)` returns; visits of a schedule leave them alone.

		Written past all validation: `resolved_by` is a Link to User, and takes a Sales Person here.
		"""
		if self.maintenance_schedule:
			return
		for row in self.purposes:
			if row.prevdoc_docname and row.prevdoc_doctype == "Warranty Claim":
				claim = frappe.get_doc("Warranty Claim", row.prevdoc_docname)
				claim.update(get_resolution(row))
				claim.db_update()

	def get_resolution(self, row: Document) -> dict:
		return {
			"status": CLAIM_STATUS.get(self.completion_status, "Open"),
			"resolution_date": self.mntc_date,
			"resolved_by": row.service_person,
			"resolution_details": row.work_done,
		}

	def get_former_resolution(self, row: Document) -> dict:
		"""What the last other partial visit said of the claim, last by name; full ones are overlooked."""
		visit, purpose = DocType("Maintenance Visit"), DocType("Maintenance Visit Purpose")
		former = (
			self.get_other_visits(row.prevdoc_docname)
			.select(
				visit.mntc_date.as_("resolution_date"),
				purpose.service_person.as_("resolved_by"),
				purpose.work_done.as_("resolution_details"),
			)
			.where(visit.completion_status == "Partially Completed")
			.orderby(visit.name, order=Order.desc)
			.limit(1)
			.run(as_dict=True)
		)
		if former:
			return {"status": "Work In Progress", **former[0]}
		return {"status": "Open", "resolution_date": None, "resolved_by": None, "resolution_details": None}

	def check_if_last_visit(self) -> None:
		"""Refuse where a later visit is submitted for the source of the last row; others are overlooked."""
		sources = [row.prevdoc_docname for row in self.purposes if row.prevdoc_docname]
		if not sources:
			return
		later = ", ".join(self.get_later_visits(sources[-1]))
		if later:
			frappe.throw(_("Cancel the later Maintenance Visits first: {0}.").format(later))
		self.update_customer_issue(self.get_former_resolution)

	def get_later_visits(self, source: str) -> Iterator[str]:
		"""Visits of the same day count only where both have a time: nothing is later than NULL."""
		visit = DocType("Maintenance Visit")
		later_that_day = (visit.mntc_date == self.mntc_date) & (visit.mntc_time > self.mntc_time)
		visits = self.get_other_visits(source).select(visit.name)
		return (name for (name,) in visits.where((visit.mntc_date > self.mntc_date) | later_that_day).run())

	def get_other_visits(self, source: str):
		"""Return a query of the other submitted visits for a document of that name, of any type."""
		visit, purpose = DocType("Maintenance Visit"), DocType("Maintenance Visit Purpose")
		return (
			frappe.qb.from_(visit)
			.join(purpose)
			.on(purpose.parent == visit.name)
			.where((visit.name != self.name) & (visit.docstatus == 1))
			.where(purpose.prevdoc_docname == source)
		)
