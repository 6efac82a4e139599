"""List, calendar and reports over very many visits, beside Frappe's plain get_list over the same rows."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import combinations

import frappe
from frappe.desk import query_report, reportview
from frappe.desk.doctype.number_card import number_card

from maintenance_visit_app.demo.tables import COMPANY
from maintenance_visit_app.maintenance_visits.planning import calendar
from maintenance_visit_app.tests.random_visits import LAST_DAY

from .timing import Case

DAYS = 4 * 365
QUARTER = (date(2026, 4, 1), LAST_DAY)
MONTH = (date(2026, 5, 1), date(2026, 5, 31))
FIELDS = ["name", "mntc_date", "customer", "status", "maintenance_type", "completion_status"]
TECHNICIAN = "purposes.service_person"
PAGE, MOST_COUNTED = 20, 1001
CARDS = {"module": "Maintenance Visits", "type": "Document Type"}
# A value for each standard filter of the list; Overdue and To Bill can't both be
STANDARD_FILTERS = {
	"status": "Overdue",
	"maintenance_type": "Breakdown",
	"billing_status": "To Bill",
	"completion_status": "Partially Completed",
	"company": COMPANY["company_name"],
	"customer": "Customer 00001",
	"mntc_date": str(LAST_DAY),
}

# What a report reads of each visit's own tables: a list for each table
TABLES = {
	"Visit Register": [[*FIELDS, "working_hours", "rating"], ["name", TECHNICIAN, "purposes.item_code"]],
	"Technician Performance": [
		[*FIELDS, "rating", TECHNICIAN, "purposes.serial_no"],
		["name", "time_logs.service_person", "time_logs.from_time", "time_logs.hours"],
	],
	"Equipment History": [
		[*FIELDS, "working_hours", "purposes.serial_no", "purposes.item_code", "purposes.completion_status"],
		["name", "parts.item_code", "parts.stock_qty"],
	],
	"Service Cost": [
		[*FIELDS, "working_hours", "purposes.item_code", "purposes.coverage", "purposes.completion_status"],
		["name", "parts.item_code", "parts.coverage", "parts.stock_qty"],
	],
}
# What it reads of other documents that are made for visits
DOCUMENTS = {
	"Service Cost": {
		"Timesheet": ["maintenance_visit", "time_logs.base_costing_amount"],
		"Stock Entry": ["maintenance_visit", "items.item_code", "items.amount", "items.transfer_qty"],
		"Sales Invoice": ["items.maintenance_visit", "items.base_net_amount"],
	}
}


def get_cases() -> list[Case]:
	two_filters = [["maintenance_type", "=", "Breakdown"], between(QUARTER)]
	month = [between(MONTH), ["docstatus", "<", 2]]
	drafts = [["docstatus", "=", 0], ["mntc_date", "<=", LAST_DAY]]
	return [
		get_case("List, two filters", lambda: get_page(two_filters), two_filters, [FIELDS]),
		get_case(
			"Calendar, a month",
			lambda: calendar.get_events("Maintenance Visit", *MONTH),
			month,
			[[*FIELDS, "mntc_time", "planned_duration", TECHNICIAN]],
		),
		get_case(
			"Visits Due",
			run_report("Visits Due", until=LAST_DAY),
			drafts,
			[[*FIELDS, "customer_name"], ["name", TECHNICIAN, "purposes.item_code"]],
		),
		*map(get_case_of_report, TABLES),
		*get_cases_of_filters(),
		*map(get_case_of_card, frappe.get_all("Number Card", CARDS, pluck="name", order_by="name")),
	]


def get_cases_of_filters() -> Iterator[Case]:
	"""Yield what a list asks for each pair of its standard filters: the first page, and how many there are."""
	for pair in combinations(STANDARD_FILTERS.items(), 2):
		filters = [[fieldname, "=", value] for fieldname, value in pair]
		title = " and ".join(value for _fieldname, value in pair)
		few = partial(get_list, filters, FIELDS, limit=PAGE)
		yield Case(f"Page: {title}", partial(get_page, filters, PAGE), few, few)
		yield Case(f"Count: {title}", partial(count, filters), few, few)


def get_case_of_card(name: str) -> Case:
	card = frappe.get_doc("Number Card", name)
	filters = [condition[1:] for condition in frappe.parse_json(card.filters_json)]
	few = partial(get_list, filters, ["name"], limit=PAGE)
	return Case(f"Card: {name}", partial(number_card.get_result, card.as_json(), card.filters_json), few, few)


def get_case_of_report(report: str) -> Case:
	from_date, to_date = QUARTER
	company = COMPANY["company_name"]
	run = run_report(report, from_date=from_date, to_date=to_date, company=company)
	conditions = [["docstatus", "=", 1], between(QUARTER), ["company", "=", company]]
	return get_case(f"{report}, a quarter", run, conditions, TABLES[report], DOCUMENTS.get(report, {}))


def get_case(
	title: str,
	run: Callable[[], object],
	conditions: list,
	tables: list[list[str]],
	documents: dict[str, list[str]] | None = None,
) -> Case:
	def read_rows() -> None:
		for fields in tables:
			visits = get_list(conditions, fields)
		names = [visit.name for visit in visits]
		for doctype, fields in (documents or {}).items():
			link = fields[0].replace("items.", "Sales Invoice Item.").split(".")
			frappe.get_all(doctype, filters=[[*link, "in", names], ["docstatus", "=", 1]], fields=fields)

	return Case(title, run, lambda: get_list(conditions, FIELDS), read_rows)


def between(period: tuple[date, date]) -> list:
	return ["mntc_date", "between", list(period)]


def get_list(conditions: list, fields: list[str], **options) -> list:
	return frappe.get_list("Maintenance Visit", filters=conditions, fields=fields, **options)


def count(conditions: list) -> int:
	"""Ask how many there are, as the list does below its rows: it says 1000+ of more."""
	frappe.local.form_dict = frappe._dict(
		doctype="Maintenance Visit",
		filters=[["Maintenance Visit", *condition] for condition in conditions],
		limit=MOST_COUNTED,
	)
	return reportview.get_count()


def get_page(conditions: list, page_length: int | None = None) -> dict:
	"""Ask as Desk does, for a page or for all rows at once, as get_list does."""
	frappe.local.form_dict = frappe._dict(
		page_length=page_length,
		doctype="Maintenance Visit",
		fields=[f"`tabMaintenance Visit`.`{fieldname}`" for fieldname in FIELDS],
		filters=[["Maintenance Visit", *condition] for condition in conditions],
		order_by="`tabMaintenance Visit`.`creation` desc",
	)
	return reportview.get()


def run_report(report: str, **filters) -> Callable[[], dict]:
	return lambda: query_report.run(report, filters, ignore_prepared_report=True)
