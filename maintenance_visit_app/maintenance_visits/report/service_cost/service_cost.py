"""Report *Service Cost*: what visits cost and what they brought in, by customer, by item, or by both.

Items are the equipment of a visit's rows. What a visit has is shared equally among its rows that were worked on
(not *Pending*); shares are rounded so that they add up to the whole. Money is in the company's currency.

- **Visits**: with a row of the group that was worked on. One visit may be in several items' counts.
- **Hours**: the visit's *Working Hours*.
- **Labour Cost**: what submitted Timesheets made for the visit say that its hours cost.
- **Parts Cost**: what submitted Stock Entries (Material Issue) made for the visit say that its parts were worth.
- **Total Cost**: labour and parts.
- **Under Warranty**, **under Contract**: of these, hours and labour of the rows with that coverage, and the parts
  with that coverage, at the average rate of the item in the visit's entries.
- **Billed**: the net amount of the submitted Sales Invoice lines made for the visit, less their credit notes.
- **Margin**: billed less total cost.

The report's roles may see these figures of the visits that they may read, whether they may open the documents or not.
"""

import frappe
from frappe import _
from frappe.utils import cstr

from maintenance_visit_app.maintenance_visits.report.by_visit import get_rows
from maintenance_visit_app.maintenance_visits.report.cards import get_card
from maintenance_visit_app.maintenance_visits.report.service_cost.columns import get_columns
from maintenance_visit_app.maintenance_visits.report.service_cost.costs import get_costs
from maintenance_visit_app.maintenance_visits.report.service_cost.groups import Group, get_groups
from maintenance_visit_app.maintenance_visits.report.visits import set_period
from maintenance_visit_app.records import get_by_name

# Group By: the fields of a purpose that make a group
GROUPS = {
	"Customer": ("customer",),
	"Item": ("item_code",),
	"Customer and Item": ("customer", "item_code"),
}
VISIT_FIELDS = ("customer", "working_hours")
ROW_FIELDS = ("item_code", "coverage", "completion_status")
# What a group's field is called in full: the DocType, and its field
NAMES = {"customer": ("Customer", "customer_name"), "item_code": ("Item", "item_name")}
MOST_BARS = 10


class CompanyRequiredError(frappe.ValidationError):
	pass


class GroupByError(frappe.ValidationError):
	pass


def execute(filters: dict | None = None) -> tuple:
	"""Return columns, rows, no message, chart and summary.

	`filters` may name group_by, company (the user's default), from_date, to_date (the last three months), customer,
	customer_group, territory, item_code and maintenance_type. Only visits that the user may read count.

	Raises CompanyRequiredError and GroupByError.
	"""
	filters = frappe._dict(filters or {})
	set_period(filters)
	set_company(filters)
	fields = get_group_fields(filters)
	visits = get_rows(filters, VISIT_FIELDS, ROW_FIELDS)
	groups = get_groups(visits, get_costs(filters), fields, filters.item_code)
	currency = frappe.get_cached_value("Company", filters.company, "default_currency")
	rows = get_report_rows(groups, fields, currency)
	chart = get_chart(rows, fields[0], currency)
	return get_columns(fields, rows), rows, None, chart, get_summary(groups, rows, currency)


def get_report_rows(groups: dict[tuple, Group], fields: tuple[str, ...], currency: str) -> list[dict]:
	"""Return a row for each group, the most expensive first."""
	rows = [
		{**dict(zip(fields, key, strict=True)), **group.as_row(), "currency": currency}
		for key, group in groups.items()
	]
	for fieldname in fields:
		add_names(rows, fieldname, *NAMES[fieldname])
	return sorted(rows, key=lambda row: (-row["total_cost"], -row["billed"], row[fields[0]] or ""))


def add_names(rows: list[dict], fieldname: str, doctype: str, name_field: str) -> None:
	found = get_by_name(doctype, {row[fieldname] for row in rows} - {None, ""}, [name_field])
	for row in rows:
		document = found.get(row[fieldname])
		row[name_field] = document and document[name_field]


def set_company(filters: dict) -> None:
	filters.company = cstr(filters.company) or frappe.defaults.get_user_default("Company")
	if not filters.company:
		frappe.throw(
			_("Choose a Company: money in the currencies of several companies can't be added up."),
			CompanyRequiredError,
			title=_("Company Required"),
		)


def get_group_fields(filters: dict) -> tuple[str, ...]:
	group_by = filters.group_by or "Customer"
	if group_by not in GROUPS:
		frappe.throw(
			_("Visits can't be grouped by {0}. Choose one of: {1}.").format(
				frappe.bold(group_by), ", ".join(_(option) for option in GROUPS)
			),
			GroupByError,
			title=_("Group By"),
		)
	return GROUPS[group_by]


def get_chart(rows: list[dict], fieldname: str, currency: str) -> dict:
	"""Return cost and billed of the first field's ten most expensive; without labels Desk says: no data."""
	totals = {}
	for row in rows:
		total = totals.setdefault(row[fieldname] or _("Not Set"), {"total_cost": 0, "billed": 0})
		for figure in total:
			total[figure] += row[figure]
	by_cost = sorted(totals, key=lambda bar: (-totals[bar]["total_cost"], -totals[bar]["billed"]))
	most = by_cost[:MOST_BARS]
	labels = {"total_cost": _("Total Cost"), "billed": _("Billed")}
	datasets = [
		{"name": label, "values": [totals[bar][figure] for bar in most]} for figure, label in labels.items()
	]
	return {
		"data": {"labels": most, "datasets": datasets} if most else {},
		"type": "bar",
		"colors": ["orange", "green"],
		"fieldtype": "Currency",
		"options": "currency",
		"currency": currency,
	}


def get_summary(groups: dict, rows: list[dict], currency: str) -> list[dict]:
	visits = {visit for group in groups.values() for visit in group.visits}
	cost, billed, margin = (sum(row[figure] for row in rows) for figure in ("total_cost", "billed", "margin"))
	color = "green" if margin >= 0 else "red"
	return [
		get_card(_("Visits"), len(visits), "Int"),
		get_card(_("Total Cost"), cost, "Currency", currency=currency),
		get_card(_("Billed"), billed, "Currency", currency=currency),
		get_card(_("Margin"), margin, "Currency", color, currency=currency),
	]
