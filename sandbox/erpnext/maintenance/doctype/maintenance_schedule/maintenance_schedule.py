import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.mapper import get_mapped_doc
from frappe.utils import add_days, cint, cstr, date_diff, formatdate, getdate

from erpnext.stock.doctype.serial_no.serial_no import get_serial_nos
from erpnext.utilities.transaction_base import TransactionBase, delete_events

DAYS = {"Weekly": 7, "Monthly": 30, "Quarterly": 91, "Half Yearly": 182, "Yearly": 365}
# A change of these makes the schedule anew
COMPARED = ("item_code", "start_date", "end_date", "periodicity", "sales_person", "no_of_visits", "serial_no")


class MaintenanceSchedule(TransactionBase):
	def validate(self) -> None:
		self.validate_end_date_visits()
		self.validate_maintenance_detail()
		self.validate_sales_order()
		self.validate_bundles()
		if self.is_schedule_outdated():
			self.generate_schedule()

	def on_update(self) -> None:
		self.db_set("status", "Draft")

	def on_submit(self) -> None:
		self.validate_schedule()
		self.start_contracts()
		self.make_events()
		self.db_set("status", "Submitted")

	def on_cancel(self) -> None:
		self.end_contracts()
		self.db_set("status", "Cancelled")
		delete_events(self.doctype, self.name)

	def on_trash(self) -> None:
		delete_events(self.doctype, self.name)

	@frappe.whitelist()
	def validate_end_date_visits(self) -> None:
		"""Let period, visits and end follow from each other; the number of visits has the last word."""
		for item in self.items:
			days = DAYS.get(item.periodicity)
			if days and item.start_date:
				end_date = item.end_date or add_days(item.start_date, days * (item.no_of_visits or 1))
				visits = cint((date_diff(end_date, item.start_date) + 1) / days)
				item.no_of_visits = item.no_of_visits or 1
				if item.no_of_visits != visits:
					end_date = add_days(item.start_date, days * item.no_of_visits)
				item.end_date = end_date

	def validate_maintenance_detail(self) -> None:
		if not self.items:
			frappe.throw(_("Add at least one row to the table Items."))
		for item in self.items:
			self.validate_item(item)

	def validate_item(self, item: Document) -> None:
		for fieldname in ("item_code", "start_date", "end_date", "no_of_visits"):
			if not item.get(fieldname):
				frappe.throw(
					_("Row #{0}: enter {1}.").format(item.idx, _(item.meta.get_label(fieldname))),
					frappe.MandatoryError,
				)
		if getdate(item.start_date) >= getdate(item.end_date):
			frappe.throw(_("Row #{0}: the start date must come before the end date.").format(item.idx))

	def validate_sales_order(self) -> None:
		orders = [item.sales_order for item in self.items if item.sales_order]
		filters = {"sales_order": ("in", orders), "docstatus": 1, "parent": ("!=", self.name)}
		other = orders and frappe.db.get_value(
			"Maintenance Schedule Item", filters, ["parent", "sales_order"]
		)
		if other:
			frappe.throw(_("Maintenance Schedule {0} was made for Sales Order {1} already.").format(*other))

	def validate_bundles(self) -> None:
		bundles = [item.serial_and_batch_bundle for item in self.items if item.serial_and_batch_bundle]
		filters = {"name": ("in", bundles), "voucher_type": ("!=", self.doctype)}
		for bundle in frappe.get_all("Serial and Batch Bundle", filters, pluck="name") if bundles else []:
			frappe.throw(
				_("The Voucher Type of Serial and Batch Bundle {0} must be {1}.").format(
					bundle, _(self.doctype)
				)
			)

	def is_schedule_outdated(self) -> bool:
		before = self.get_doc_before_save()
		return (
			len(self.schedules) != sum(cint(item.no_of_visits) for item in self.items)
			or not self.schedules
			or bool(before and get_compared(before) != get_compared(self))
		)

	@frappe.whitelist()
	def generate_schedule(self) -> None:
		"""Make the rows of the schedule anew, with the visits evenly spread until the end date."""
		if not self.docstatus.is_draft():
			return
		self.set("schedules", [])
		for item in self.items:
			holidays = self.get_holidays(item)
			for date in get_dates(item):
				self.append("schedules", get_schedule_row(item, get_workday(date, holidays)))

	def get_holidays(self, item: Document) -> set:
		"""Those of the sales person, else of the company. ERPNext throws where a sales person has none."""
		employee = item.sales_person and frappe.get_cached_value(
			"Sales Person", item.sales_person, "employee"
		)
		holiday_list = employee and frappe.get_cached_value("Employee", employee, "holiday_list")
		company_list = frappe.get_cached_value("Company", self.company, "default_holiday_list")
		filters = {"parent": holiday_list or company_list or ""}
		return set(frappe.get_all("Holiday", filters, pluck="holiday_date"))

	def validate_schedule(self) -> None:
		scheduled = {row.item_code for row in self.schedules}
		if not scheduled or scheduled != {item.item_code for item in self.items}:
			frappe.throw(_("Not every item has dates. Choose Generate Schedule."))

	def start_contracts(self) -> None:
		"""What is in a bundle is under contract until the item's end date. Needs the right to write Serial No."""
		for item in self.items:
			for serial_no in get_bundled(item):
				validate_uncovered(serial_no, item)
				serial_no.amc_expiry_date = item.end_date
				serial_no.save()

	def end_contracts(self) -> None:
		for item in self.items:
			for serial_no in get_bundled(item):
				serial_no.amc_expiry_date = None
				serial_no.save()

	def make_events(self) -> None:
		"""Put each date into a private calendar: the sales person's, or that of the schedule's owner."""
		for row in self.schedules:
			subject = _("Reference: {0}, Item Code: {1} and Customer: {2}").format(
				self.name, row.item_code, self.customer
			)
			event = frappe.new_doc("Event", subject=subject, description=subject, event_type="Private")
			event.update({"starts_on": f"{row.scheduled_date} 10:00:00", "owner": self.get_event_owner(row)})
			event.add_participant(self.doctype, self.name)
			event.insert(ignore_permissions=True)

	def get_event_owner(self, row: Document) -> str:
		employee = row.sales_person and frappe.get_cached_value("Sales Person", row.sales_person, "employee")
		return (employee and frappe.get_cached_value("Employee", employee, "user_id")) or self.owner

	@frappe.whitelist()
	def get_pending_data(
		self, data_type: str, s_date: str | None = None, item_name: str | None = None
	) -> str | None:
		"""Tell the form's dialog what is pending: its `items`, an item's `date`s, or the `id` of a row."""
		pending = [row for row in self.schedules if row.completion_status == "Pending"]
		if data_type == "items":
			return "".join(f"\n{name}" for name in dict.fromkeys(row.item_name for row in pending))
		dates = {row.name: formatdate(row.scheduled_date, "dd-MM-yyyy") for row in self.schedules}
		if data_type == "date":
			return "".join(f"\n{dates[row.name]}" for row in pending if row.item_name == item_name)
		found = (
			row.name for row in self.schedules if row.item_name == item_name and dates[row.name] == s_date
		)
		return next(found, None)


def get_bundled(item: Document) -> list[Document]:
	"""Return the records of the serial numbers in an item's bundle."""
	if not item.serial_and_batch_bundle:
		return []
	bundle = frappe.get_doc("Serial and Batch Bundle", item.serial_and_batch_bundle)
	return [frappe.get_doc("Serial No", serial_no) for serial_no in bundle.get_serial_nos()]


def validate_uncovered(serial_no: Document, item: Document) -> None:
	"""Throw where another item's number is in the bundle, or it is covered after the contract begins."""
	if serial_no.item_code != item.item_code:
		frappe.throw(
			_("Row #{0}: Serial No {1} is not of item {2}.").format(item.idx, serial_no.name, item.item_code)
		)
	for fieldname in ("warranty_expiry_date", "amc_expiry_date"):
		date = serial_no.get(fieldname)
		if date and getdate(date) >= getdate(item.start_date):
			frappe.throw(
				_("Row #{0}: {1} of Serial No {2} is {3}. Start after it.").format(
					item.idx, _(serial_no.meta.get_label(fieldname)), serial_no.name, formatdate(date)
				)
			)


def get_compared(schedule: Document) -> list[list[str]]:
	return [[cstr(item.get(fieldname)) for fieldname in COMPARED] for item in schedule.items]


def get_dates(item: Document) -> list[str]:
	"""Return the days of an item's visits, evenly spread until its end."""
	step = date_diff(item.end_date, item.start_date) / item.no_of_visits
	return [add_days(item.start_date, int(step * (visit + 1))) for visit in range(item.no_of_visits)]


def get_workday(date: str, holidays: set) -> datetime.date:
	"""Return the day, or the last one before it that is no holiday."""
	day = getdate(date)
	while day in holidays:
		day = add_days(day, -1)
	return day


def get_schedule_row(item: Document, date: datetime.date) -> dict:
	return {
		"item_code": item.item_code,
		"item_name": item.item_name,
		"scheduled_date": date,
		"serial_no": item.serial_no,
		"sales_person": item.sales_person,
		"completion_status": "Pending",
		"item_reference": item.name,
	}


@frappe.whitelist()
def get_serial_nos_from_schedule(item_code: str, schedule: str) -> list[str] | None:
	"""Return the serial numbers of a schedule's item; None where it has none. Checks no permission."""
	serial_no = frappe.db.get_value(
		"Maintenance Schedule Item", {"parent": schedule, "item_code": item_code}, "serial_no"
	)
	return get_serial_nos(serial_no) if serial_no else serial_no


@frappe.whitelist()
def make_maintenance_visit(
	source_name: str,
	target_doc: str | Document | None = None,
	item_name: str | None = None,
	s_id: str | None = None,
) -> Document:
	"""Return a visit, not saved, with the row `s_id` of the schedule, those of `item_name`, or all.

	frappe.model.mapper checks that the user may read the schedule and create visits.
	"""

	def is_wanted(row: Document) -> bool:
		if s_id:
			return row.name == s_id
		return not item_name or row.item_name == item_name

	return get_mapped_doc(
		"Maintenance Schedule",
		source_name,
		{
			"Maintenance Schedule": {
				"doctype": "Maintenance Visit",
				"field_map": {"name": "maintenance_schedule"},
				"validation": {"docstatus": ["=", 1]},
				"postprocess": set_scheduled,
			},
			"Maintenance Schedule Detail": {
				"doctype": "Maintenance Visit Purpose",
				"condition": is_wanted,
				"field_map": {"sales_person": "service_person", "name": "maintenance_schedule_detail"},
				"postprocess": set_serial_no,
			},
		},
		target_doc,
	)


def set_scheduled(schedule: Document, visit: Document, source_parent: None) -> None:
	visit.maintenance_type = "Scheduled"


def set_serial_no(row: Document, purpose: Document, schedule: Document) -> None:
	"""Of an item with a bundle, a visit gets the serial number only where it is the bundle's only one."""
	bundle = row.item_reference and frappe.db.get_value(
		"Maintenance Schedule Item", row.item_reference, "serial_and_batch_bundle"
	)
	if bundle:
		serial_nos = frappe.get_doc("Serial and Batch Bundle", bundle).get_serial_nos()
		purpose.serial_no = serial_nos[0] if len(serial_nos) == 1 else ""
