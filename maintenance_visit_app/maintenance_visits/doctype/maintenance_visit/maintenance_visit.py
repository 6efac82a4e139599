from typing import TYPE_CHECKING

import frappe
from erpnext.utilities.transaction_base import TransactionBase
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, get_link_to_form, getdate, now_datetime, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit import completion
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.customer_details import (
	set_customer_details,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.follow_up import (
	keep_follow_up_of,
	validate_only_follow_up,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.later_visits import (
	validate_no_later_visits,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sources import (
	get_schedule_details,
	get_source_names,
	validate_open_lines,
	validate_same_customer_and_company,
	validate_sources,
)
from maintenance_visit_app.overrides.maintenance_schedule import get_periods, update_schedule_rows
from maintenance_visit_app.overrides.sales_order import update_maintenance_status
from maintenance_visit_app.overrides.warranty_claim import update_claims

SERIAL_NO_FIELDS = ["item_code", "item_name", "customer"]


class PurposesRequiredError(frappe.ValidationError):
	pass


class DateOutsideScheduleError(frappe.ValidationError):
	pass


class SerialNoMismatchError(frappe.ValidationError):
	pass


class MaintenanceVisit(TransactionBase):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_purpose.maintenance_visit_purpose import (
			MaintenanceVisitPurpose,
		)

		address_display: DF.TextEditor | None
		amended_from: DF.Link | None
		company: DF.Link
		completion_status: DF.Literal["", "Partially Completed", "Fully Completed"]
		contact_display: DF.SmallText | None
		contact_email: DF.Data | None
		contact_mobile: DF.Data | None
		contact_person: DF.Link | None
		customer: DF.Link
		customer_address: DF.Link | None
		customer_feedback: DF.SmallText | None
		customer_group: DF.Link | None
		customer_name: DF.Data | None
		follow_up_of: DF.Link | None
		maintenance_schedule: DF.Link | None
		maintenance_schedule_detail: DF.Link | None
		maintenance_type: DF.Literal["", "Scheduled", "Unscheduled", "Breakdown"]
		mntc_date: DF.Date
		mntc_time: DF.Time | None
		naming_series: DF.Literal["MAT-MVS-.YYYY.-"]
		purposes: DF.Table[MaintenanceVisitPurpose]
		status: DF.Literal["", "Draft", "Planned", "Overdue", "Submitted", "Cancelled"]
		territory: DF.Link | None
	# end: auto-generated types

	def before_mapping(self, source_document: Document, table_maps: dict) -> None:
		"""Called by frappe.model.mapper before any source is mapped into this visit.

		One without a customer is new: its company is the user's default, not a statement.
		"""
		if self.customer:
			validate_same_customer_and_company(self, source_document)

	def before_insert(self) -> None:
		keep_follow_up_of(self)

	def before_validate(self) -> None:
		self.drop_empty_rows()
		self.set_date_and_time()
		set_customer_details(self)

	def validate(self) -> None:
		self.validate_purposes()
		self.validate_serial_numbers()
		self.tell_of_groups()
		validate_sources(self)
		validate_only_follow_up(self)
		self.validate_date()
		self.set_status()

	def before_submit(self) -> None:
		self.tell_of_future()
		completion.set_completion_status(self)
		completion.validate_work_is_recorded(self)
		validate_open_lines(self)

	def on_submit(self) -> None:
		self.update_sources()

	def before_cancel(self) -> None:
		validate_no_later_visits(self)
		self.set_status()

	def on_cancel(self) -> None:
		self.update_sources()

	def drop_empty_rows(self) -> None:
		"""Desk's grid appends an empty row behind the last one."""
		self.purposes = [row for row in self.purposes if not row.is_empty()]
		self.set_idx_of_purposes()

	def set_idx_of_purposes(self) -> None:
		for idx, row in enumerate(self.purposes, start=1):
			row.idx = idx

	def set_date_and_time(self) -> None:
		"""Default to now. A visit planned for another day gets no time that nobody chose."""
		self.mntc_date = self.mntc_date or today()
		if self.is_new() and not self.mntc_time and getdate(self.mntc_date) == getdate(today()):
			self.mntc_time = now_datetime().strftime("%H:%M:%S")

	def validate_purposes(self) -> None:
		if not self.purposes:
			frappe.throw(
				_("Add at least one row to the table Purposes: what is to be maintained on this visit."),
				PurposesRequiredError,
				title=_("Purposes Required"),
			)

	def validate_serial_numbers(self) -> None:
		rows = [row for row in self.purposes if row.serial_no]
		serial_numbers = get_by_name("Serial No", {row.serial_no for row in rows}, SERIAL_NO_FIELDS)
		for row in rows:
			serial_no = serial_numbers.get(row.serial_no)
			if not serial_no:
				self.throw_serial_no(
					_("Row #{0}: Serial No {1} does not exist.").format(row.idx, row.serial_no)
				)
			if not row.item_code:
				row.update({"item_code": serial_no.item_code, "item_name": serial_no.item_name})
			if row.item_code != serial_no.item_code:
				self.throw_serial_no(
					_(
						"Row #{0}: Serial No {1} belongs to Item {2}, not to Item {3}. Choose a serial number of Item {3}, or change the item."
					).format(row.idx, row.serial_no, serial_no.item_code, row.item_code)
				)
		self.tell_of_other_customers(serial_numbers)

	def throw_serial_no(self, message: str) -> None:
		frappe.throw(message, SerialNoMismatchError, title=_("Wrong Serial No"))

	def tell_of_groups(self) -> None:
		"""A group does no work. It is told on save, not refused: ERPNext takes groups, so old visits have them."""
		if self.docstatus.is_submitted():
			return
		service_persons = {row.service_person for row in self.purposes if row.service_person}
		groups = get_by_name("Sales Person", service_persons, ["is_group"], is_group=1)
		for row in self.purposes:
			if row.service_person in groups:
				frappe.msgprint(
					_(
						"Row #{0}: {1} is a group of sales persons. Choose the person who does the work."
					).format(row.idx, frappe.bold(row.service_person)),
					title=_("Not a Person"),
					indicator="orange",
				)

	def tell_of_other_customers(self, serial_numbers: dict[str, frappe._dict]) -> None:
		"""Equipment may have been sold on, and ERPNext lets nobody correct a Serial No's customer: it is told."""
		for row in self.purposes if self.docstatus.is_draft() else ():
			owner = row.serial_no and serial_numbers[row.serial_no].customer
			if owner and owner != self.customer:
				frappe.msgprint(
					_(
						"Row #{0}: Serial No {1} was delivered to Customer {2}, not to {3}. Check the number."
					).format(
						row.idx, frappe.bold(row.serial_no), frappe.bold(owner), frappe.bold(self.customer)
					),
					title=_("Serial No of Another Customer"),
					indicator="orange",
				)

	def tell_of_future(self) -> None:
		"""Before this app a visit could only be planned by submitting it: it is told, not refused."""
		if getdate(self.mntc_date) > getdate(today()):
			frappe.msgprint(
				_(
					"The Maintenance Date {0} is still to come. A planned visit is saved, and submitted when its work is done."
				).format(frappe.bold(format_date(self.mntc_date))),
				title=_("Submitted Ahead of Time"),
				indicator="orange",
			)

	def validate_date(self) -> None:
		"""A scheduled visit is made within its schedule's period; a period that is gone binds nobody."""
		details = get_schedule_details(self)
		if self.maintenance_type != "Scheduled" or not details:
			return
		for period in get_periods(details):
			if not period.start_date <= getdate(self.mntc_date) <= period.end_date:
				frappe.throw(
					_(
						"Maintenance Date {0} is outside the period of {1} in Maintenance Schedule {2}: choose a date between {3} and {4}, or another Maintenance Type."
					).format(
						format_date(self.mntc_date),
						frappe.bold(period.item_name),
						get_link_to_form("Maintenance Schedule", period.parent),
						format_date(period.start_date),
						format_date(period.end_date),
					),
					DateOutsideScheduleError,
					title=_("Outside the Schedule"),
				)

	def set_status(self) -> None:
		self.status = get_status(self)

	def update_sources(self) -> None:
		update_maintenance_status(get_source_names(self, "Sales Order"))
		update_schedule_rows(get_schedule_details(self))
		update_claims(get_source_names(self, "Warranty Claim"))


def get_status(visit: Document) -> str:
	"""Return the status that follows from a visit's docstatus, date and technicians."""
	if visit.docstatus.is_submitted():
		return "Submitted"
	if visit.docstatus.is_cancelled():
		return "Cancelled"
	if getdate(visit.mntc_date) < getdate(today()):
		return "Overdue"
	return "Planned" if any(row.service_person for row in visit.purposes) else "Draft"


def get_by_name(doctype: str, names: set[str], fields: list[str], **filters) -> dict[str, frappe._dict]:
	"""Return the named records as {name: fields}, with one statement for any number of them."""
	if not names:
		return {}
	records = frappe.get_all(doctype, filters={"name": ("in", names), **filters}, fields=["name", *fields])
	return {record.name: record for record in records}


def set_overdue_visits() -> None:
	"""Mark the drafts whose day has passed. Daily job."""
	visit = frappe.qb.DocType("Maintenance Visit")
	(
		frappe.qb.update(visit)
		.set(visit.status, "Overdue")
		.where((visit.docstatus == 0) & (visit.mntc_date < today()) & (visit.status != "Overdue"))
	).run()


def on_doctype_update() -> None:
	"""Index what lists and calendars ask for. The fields are ERPNext's, so no `search_index` on them."""
	frappe.db.add_index("Maintenance Visit", ["customer", "mntc_date"])
	frappe.db.add_index("Maintenance Visit", ["mntc_date", "status"])
	frappe.db.add_index("Maintenance Visit", ["maintenance_schedule_detail", "docstatus"])
