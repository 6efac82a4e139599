"""The money of each visit, summed up in SQL: what its hours and parts cost, and what of it was billed."""

from collections import defaultdict
from dataclasses import dataclass

import frappe
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Coalesce, Sum

from maintenance_visit_app.derived.stock_entries import MATERIAL_ISSUE
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.billing import (
	UNDER_CONTRACT,
	UNDER_WARRANTY,
)
from maintenance_visit_app.maintenance_visits.report.by_visit import in_period
from maintenance_visit_app.maintenance_visits.shares import get_shares


@dataclass(slots=True)
class Cost:
	"""What one visit cost and brought in."""

	labour: float = 0
	parts: float = 0
	parts_under_warranty: float = 0
	parts_under_contract: float = 0
	billed: float = 0

	def share(self, count: int, decimals: int) -> list["Cost"]:
		"""Return what each of `count` rows has of it."""
		amounts = (self.labour, self.parts, self.parts_under_warranty, self.parts_under_contract, self.billed)
		return list(map(Cost, *(get_shares(amount, count, decimals) for amount in amounts)))


def get_costs(filters: dict) -> dict[str, Cost]:
	"""Return {visit: Cost} of the submitted visits that the filters ask for and that have any, in five statements."""
	costs = defaultdict(Cost)
	for visit, amount in in_period(query_labour(), filters).run():
		costs[visit].labour = amount or 0
	for query in (query_invoiced(), query_credited()):
		for visit, amount in in_period(query, filters).run():
			costs[visit].billed += amount or 0
	covered = get_covered_parts(filters)
	for visit, item_code, amount, qty in in_period(query_parts(), filters).run():
		add_parts(costs[visit], amount or 0, qty or 0, covered.get((visit, item_code), {}))
	return costs


def add_parts(cost: Cost, amount: float, qty: float, covered: dict[str, float]) -> None:
	"""Add what was issued of an item; no more of it is covered than was issued."""
	rate = amount / qty if qty else 0
	under_warranty = min(rate * covered.get(UNDER_WARRANTY, 0), amount)
	cost.parts += amount
	cost.parts_under_warranty += under_warranty
	cost.parts_under_contract += min(rate * covered.get(UNDER_CONTRACT, 0), amount - under_warranty)


def get_covered_parts(filters: dict) -> dict[tuple[str, str], dict[str, float]]:
	"""Return {(visit, item): {coverage: quantity}} of the parts that the customer doesn't pay."""
	covered = {}
	for visit, item_code, coverage, qty in in_period(query_covered_parts(), filters).run():
		covered.setdefault((visit, item_code), {})[coverage] = qty or 0
	return covered


def query_labour():
	"""A Timesheet's total is that of what its rows cost, in the company's currency.

	ERPNext 15 leaves that to Desk's form: a Timesheet made otherwise has it in its own currency alone.
	"""
	visit, timesheet = DocType("Maintenance Visit"), DocType("Timesheet")
	in_base, own = timesheet.base_total_costing_amount, timesheet.total_costing_amount
	cost = Case().when(in_base != 0, in_base).else_(own * timesheet.exchange_rate)
	return (
		frappe.qb.from_(visit)
		.join(timesheet)
		.on((timesheet.maintenance_visit == visit.name) & (timesheet.docstatus == 1))
		.select(visit.name, Sum(cost))
		.groupby(visit.name)
	)


def query_parts():
	visit, entry, row = DocType("Maintenance Visit"), DocType("Stock Entry"), DocType("Stock Entry Detail")
	return (
		frappe.qb.from_(visit)
		.join(entry)
		.on((entry.maintenance_visit == visit.name) & (entry.docstatus == 1))
		.join(row)
		.on(row.parent == entry.name)
		.select(visit.name, row.item_code, Sum(row.amount), Sum(row.transfer_qty))
		.where(entry.purpose == MATERIAL_ISSUE)
		.groupby(visit.name, row.item_code)
	)


def query_covered_parts():
	visit, part = DocType("Maintenance Visit"), DocType("Maintenance Visit Part")
	return (
		frappe.qb.from_(visit)
		.join(part)
		.on((part.parent == visit.name) & (part.parenttype == "Maintenance Visit"))
		.select(visit.name, part.item_code, part.coverage, Sum(part.stock_qty))
		.where(part.coverage.isin([UNDER_WARRANTY, UNDER_CONTRACT]))
		.groupby(visit.name, part.item_code, part.coverage)
	)


def query_invoiced():
	visit, line = DocType("Maintenance Visit"), DocType("Sales Invoice Item")
	return (
		frappe.qb.from_(visit)
		.join(line)
		.on((line.maintenance_visit == visit.name) & (line.docstatus == 1))
		.select(visit.name, Sum(line.base_net_amount))
		.groupby(visit.name)
	)


def query_credited():
	"""A credit note's line doesn't name the visit but the line that it gives back."""
	visit, line = DocType("Maintenance Visit"), DocType("Sales Invoice Item")
	credit_note, credited = DocType("Sales Invoice").as_("credit_note"), line.as_("credited")
	return (
		frappe.qb.from_(visit)
		.join(line)
		.on((line.maintenance_visit == visit.name) & (line.docstatus == 1))
		.join(credit_note)
		.on((credit_note.return_against == line.parent) & (credit_note.docstatus == 1))
		.join(credited)
		.on((credited.parent == credit_note.name) & (credited.sales_invoice_item == line.name))
		.select(visit.name, Sum(credited.base_net_amount))
		.where(credit_note.is_return == 1)
		.where(Coalesce(credited.maintenance_visit, "") == "")
		.groupby(visit.name)
	)
