"""A thousand visits of a site that ERPNext alone has served for years, in all states and with all sources."""

from collections.abc import Iterator
from itertools import islice

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.demo import build, documents, tables

VISITS, MADE_BY_CONTROLLER, FIRST_AT_ONCE = 1000, 20, 100
DRAFT, SUBMITTED, CANCELLED = 0, 1, 2
LIVES = (DRAFT, SUBMITTED, SUBMITTED, CANCELLED, SUBMITTED)
STATUS = {DRAFT: "Draft", SUBMITTED: "Submitted", CANCELLED: "Cancelled"}
CUSTOMER, ITEM, SERIAL_NO, TECHNICIAN = "Hôtel Belledonne", "CLIM-50", "CL50-2022-0210", "Julie Perrin"
ADDRESS = "12 place Victor Hugo<br>\n  38000 Grenoble &amp; 🏔<br>\n"
# As long as ERPNext 15's column of an address takes: 65,535 bytes
LONGEST_ADDRESS = "🏔" * 16383
VISIT_FIELDS = (
	"name",
	"creation",
	"modified",
	"owner",
	"docstatus",
	"naming_series",
	"customer",
	"company",
	"maintenance_type",
	"status",
	"mntc_date",
	"completion_status",
	"maintenance_schedule",
	"amended_from",
	"address_display",
)
ROW_FIELDS = (
	"name",
	"creation",
	"modified",
	"docstatus",
	"parent",
	"parenttype",
	"parentfield",
	"idx",
	"item_code",
	"item_name",
	"serial_no",
	"service_person",
	"description",
	"work_done",
	"prevdoc_doctype",
	"prevdoc_docname",
	"maintenance_schedule_detail",
)


def make() -> None:
	"""Make masters, orders, schedules and claims, then visits for them: a few by ERPNext's class, many at once."""
	for verb in (
		build.make_company,
		build.make_trees,
		build.make_users,
		build.make_sales_persons,
		build.make_customers,
		build.make_items,
		documents.make_sales_orders,
		documents.make_schedules,
		documents.make_claims,
	):
		verb()
	sources = [None, *get_sources()]
	for number in range(MADE_BY_CONTROLLER):
		make_by_controller(number, sources[number % len(sources)])
	visits = list(islice(get_visits(sources), VISITS - frappe.db.count("Maintenance Visit")))
	frappe.db.bulk_insert("Maintenance Visit", VISIT_FIELDS, [visit for visit, _row in visits])
	frappe.db.bulk_insert("Maintenance Visit Purpose", ROW_FIELDS, [row for _visit, row in visits])
	frappe.db.sql("update `tabSeries` set current = %s where name = %s", (VISITS + 100, get_series()))
	frappe.db.commit()


def get_series() -> str:
	return f"MAT-MVS-{today()[:4]}-"


def get_sources() -> list[tuple[str, str, str | None]]:
	"""Return (DocType, name, row of the schedule) of what the customer's visits are made for."""
	order = frappe.db.get_value("Sales Order", {"customer": CUSTOMER, "docstatus": 1})
	schedule = frappe.db.get_value("Maintenance Schedule", {"customer": CUSTOMER, "docstatus": 1})
	details = frappe.get_all(
		"Maintenance Schedule Detail", {"parent": schedule}, pluck="name", order_by="idx"
	)
	claim = frappe.db.get_value("Warranty Claim", {"customer": CUSTOMER})
	return [
		("Sales Order", order, None),
		("Maintenance Schedule", schedule, details[0]),
		("Warranty Claim", claim, None),
	]


def make_by_controller(number: int, source: tuple | None) -> None:
	visit = frappe.get_doc(
		{"doctype": "Maintenance Visit", **get_header(number, source), "purposes": [get_row(source)]}
	)
	visit.insert()
	life = LIVES[number % len(LIVES)]
	if life == DRAFT:
		return
	visit.submit()
	if life == CANCELLED and not source:
		visit.cancel()
		amended = frappe.copy_doc(visit)
		amended.update({**get_header(number, source), "amended_from": visit.name, "docstatus": 0})
		amended.insert()


def get_header(number: int, source: tuple | None) -> dict:
	return {
		"naming_series": "MAT-MVS-.YYYY.-",
		"customer": CUSTOMER,
		"company": tables.COMPANY["company_name"],
		"maintenance_type": "Unscheduled",
		"mntc_date": add_days(today(), -1 - number % 300),
		"completion_status": ("Fully Completed", "Partially Completed")[number % 2],
		"maintenance_schedule": source[1] if source and source[2] else None,
		"address_display": LONGEST_ADDRESS if number == FIRST_AT_ONCE else ADDRESS,
	}


def get_row(source: tuple | None) -> dict:
	doctype, name, detail = source or (None, None, None)
	return {
		"item_code": ITEM,
		"item_name": "Climatiseur",
		"serial_no": SERIAL_NO,
		"service_person": TECHNICIAN,
		"description": "Entretien",
		"work_done": "Filtres nettoyés.",
		"prevdoc_doctype": doctype,
		"prevdoc_docname": name,
		"maintenance_schedule_detail": detail,
	}


def get_visits(sources: list[tuple | None]) -> Iterator[tuple[tuple, tuple]]:
	"""Endlessly return the values of a visit and of its row; every fifth amends the cancelled one before it."""
	stamp = f"{add_days(today(), -400)} 08:30:00.000000"
	for number in range(FIRST_AT_ONCE, 10**6):
		name, life = f"{get_series()}{number:05}", LIVES[number % len(LIVES)]
		amended = f"{get_series()}{number - 1:05}" if number % len(LIVES) == 4 else None
		source = sources[number % len(sources)]
		common = {"creation": stamp, "modified": stamp, "owner": "Administrator", "docstatus": life}
		header = {
			"name": name,
			"status": STATUS[life],
			"amended_from": amended,
			**common,
			**get_header(number, source),
		}
		row = {
			"name": f"row{number:07}",
			"parent": name,
			"parenttype": "Maintenance Visit",
			"idx": 1,
			**common,
		}
		row |= {"parentfield": "purposes", **get_row(source)}
		yield tuple(header[field] for field in VISIT_FIELDS), tuple(row[field] for field in ROW_FIELDS)
