"""The visits that a report counts: those the user may read, in one statement."""

import math
from collections.abc import Iterable
from operator import itemgetter

import frappe
from frappe import _
from frappe.utils import add_months, cstr, escape_html, flt, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import get_day

# Filters of the same name as a field of the visit; a group of a tree stands for all that is in it
HEADER_FILTERS = ("company", "customer", "customer_group", "territory", "maintenance_type")
TREES = ("customer_group", "territory")
# Filters that ask for a row of the visit, and the row's field
ROW_FILTERS = {"technician": "service_person", "item_code": "item_code", "serial_no": "serial_no"}
INCLUSIVE = "descendants of (inclusive)"
# With their table: rows of child tables have a name, too. By the date alone, an index has them in order
BY_DATE = "`tabMaintenance Visit`.`mntc_date`"
ORDER = "`tabMaintenance Visit`.`mntc_date`, `tabMaintenance Visit`.`name`"
MONTHS = 3


class PeriodError(frappe.ValidationError):
	pass


class OddFilterError(frappe.ValidationError):
	pass


class UnknownStatusError(frappe.ValidationError):
	pass


def set_period(filters: dict) -> None:
	"""Fill in `from_date` and `to_date`, as dates: the last three months unless the user chose.

	Raises PeriodError where the period ends before it begins.
	"""
	validate_filters(filters)
	filters.to_date = get_day(filters.to_date or today())
	filters.from_date = get_day(filters.from_date or add_months(filters.to_date, -MONTHS))
	if filters.from_date > filters.to_date:
		frappe.throw(
			_("From Date is after To Date. Choose a period that begins before it ends."),
			PeriodError,
			title=_("No Such Period"),
		)


def validate_filters(filters: dict) -> None:
	"""Throw OddFilterError for what no field of a report holds: a list, or a number without end.

	Before a report runs, Frappe asks whether the user may read what its filters name, and tells of a refusal even
	where Select is enough: who gets here may use them.
	"""
	frappe.clear_messages()
	for fieldname, value in filters.items():
		if isinstance(value, list | tuple | dict) or (isinstance(value, float) and not math.isfinite(value)):
			frappe.throw(
				_("The filter {0} takes one value.").format(frappe.bold(escape_html(cstr(fieldname)))),
				OddFilterError,
				title=_("Check the Filters"),
			)


def validate_status(status: str, statuses: Iterable[str]) -> None:
	"""Raise UnknownStatusError where a report knows no such status."""
	if status not in statuses:
		frappe.throw(
			_("There is no status {0}. Choose one of: {1}.").format(
				frappe.bold(status), ", ".join(map(_, statuses))
			),
			UnknownStatusError,
			title=_("Unknown Status"),
		)


def get_submitted_visits(
	filters: dict, fields: list[str], as_list: bool = False, order_by: str = ORDER, **conditions
) -> list:
	"""Return the submitted visits whose Maintenance Date is in the period and that the user may read.

	`filters` are the report's; `conditions` are more of Frappe's. A field `purposes.item_code` gives a row for each
	row of that table, as Frappe's get_list does. A row is a dict, or a tuple with `as_list`.
	"""
	return frappe.get_list(
		"Maintenance Visit",
		filters={
			"docstatus": 1,
			"mntc_date": ("between", [filters.from_date, filters.to_date]),
			**get_header_filters(filters),
			**conditions,
		},
		fields=fields,
		order_by=order_by,
		as_list=as_list,
	)


def get_header_filters(filters: dict) -> dict:
	return {
		fieldname: (INCLUSIVE, filters[fieldname]) if fieldname in TREES else filters[fieldname]
		for fieldname in HEADER_FILTERS
		if filters.get(fieldname)
	}


def get_visits_and_rows(filters: dict, conditions: list[list], fields: list[str]) -> tuple[list, dict]:
	"""Return the visits that the user may read, and {visit: [[number, technician, item], …]} with all their rows.

	`conditions` are Frappe's, as lists. Where the filters ask for a row, a visit has one that fits.
	"""
	conditions = narrow_down([*conditions, *as_conditions(get_header_filters(filters))], filters)
	visits = get_list(conditions, fields)
	rows = {visit["name"]: [] for visit in visits}
	fields = ["name", "purposes.idx", "purposes.service_person", "purposes.item_code"]
	for name, *row in get_list(conditions, fields, as_list=True, order_by=BY_DATE):
		# A visit may have come since
		if name in rows:
			rows[name].append(row)
	for several in rows.values():
		if len(several) > 1:
			several.sort(key=itemgetter(0))
	return visits, rows


def narrow_down(conditions: list[list], filters: dict) -> list[list]:
	"""Name the visits with a row that fits: a condition on rows would hide the other rows of these visits."""
	asked = {fieldname: filters[name] for name, fieldname in ROW_FILTERS.items() if filters.get(name)}
	if not asked:
		return conditions
	if asked.get("service_person"):
		asked["service_person"] = ("in", get_persons(asked["service_person"]))
	rows = [["Maintenance Visit Purpose", *condition] for condition in as_conditions(asked)]
	names = get_list([*conditions, *rows], ["name"], pluck="name")
	return [["name", "in", sorted(set(names))]]


def get_persons(sales_person: str) -> list[str]:
	"""Return the sales person and, where it is a group, all that are in it."""
	return [sales_person, *frappe.db.get_descendants("Sales Person", sales_person)]


def as_conditions(filters: dict) -> list[list]:
	return [
		[fieldname, *(value if isinstance(value, tuple) else ("=", value))]
		for fieldname, value in filters.items()
	]


def get_list(conditions: list[list], fields: list[str], order_by: str = ORDER, **options) -> list:
	return frappe.get_list(
		"Maintenance Visit", filters=conditions, fields=fields, order_by=order_by, **options
	)


def join(values: tuple[str | None, ...]) -> str:
	"""Return each value once, in order, as a text for a cell."""
	return ", ".join(dict.fromkeys(filter(None, values))) if len(values) > 1 else values[0] or ""


def translate(rows: list[dict], *fieldnames: str) -> None:
	"""Write the user's words into the rows; each word is looked up once."""
	for fieldname in fieldnames:
		found = {row[fieldname] for row in rows}
		words = {value: value and _(value, context="Maintenance Visit") for value in found}
		for row in rows:
			row[fieldname] = words[row[fieldname]]


def get_share(part: float, whole: float) -> float | None:
	"""Return part / whole: of nothing there is no share."""
	return flt(part / whole, 4) if whole else None


def get_percentage(part: int, whole: int) -> float | None:
	return flt(part / whole * 100, 2) if whole else None
