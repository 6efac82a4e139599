"""Each visit's hours and money, shared among its rows and summed up by group."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import frappe

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.billing import (
	UNDER_CONTRACT,
	UNDER_WARRANTY,
)
from maintenance_visit_app.maintenance_visits.report.by_visit import group_by_visit
from maintenance_visit_app.maintenance_visits.report.service_cost.costs import Cost
from maintenance_visit_app.maintenance_visits.shares import DECIMALS, get_shares, get_worked_rows

NOTHING = Cost()


@dataclass(slots=True)
class Group:
	"""A customer, an item, or an item of a customer."""

	visits: set[str] = field(default_factory=set)
	hours: float = 0
	warranty_hours: float = 0
	contract_hours: float = 0
	labour_cost: float = 0
	parts_cost: float = 0
	warranty_cost: float = 0
	contract_cost: float = 0
	billed: float = 0

	def add(self, row: tuple, hours: float, cost: Cost) -> None:
		self.visits.add(row.name)
		self.hours += hours
		self.labour_cost += cost.labour
		self.parts_cost += cost.parts
		self.warranty_cost += cost.parts_under_warranty
		self.contract_cost += cost.parts_under_contract
		self.billed += cost.billed
		if row.coverage == UNDER_WARRANTY:
			self.warranty_hours += hours
			self.warranty_cost += cost.labour
		elif row.coverage == UNDER_CONTRACT:
			self.contract_hours += hours
			self.contract_cost += cost.labour

	def as_row(self) -> dict:
		decimals = get_money_decimals()
		total_cost = round(self.labour_cost + self.parts_cost, decimals)
		return {
			"visits": len(self.visits),
			"hours": round(self.hours, DECIMALS),
			"labour_cost": round(self.labour_cost, decimals),
			"parts_cost": round(self.parts_cost, decimals),
			"total_cost": total_cost,
			"warranty_hours": round(self.warranty_hours, DECIMALS),
			"warranty_cost": round(self.warranty_cost, decimals),
			"contract_hours": round(self.contract_hours, DECIMALS),
			"contract_cost": round(self.contract_cost, decimals),
			"billed": round(self.billed, decimals),
			"margin": round(self.billed - total_cost, decimals),
		}


def get_money_decimals() -> int:
	return frappe.get_precision("Sales Invoice", "base_net_total") or DECIMALS


def get_groups(
	rows: list[tuple], costs: dict[str, Cost], group_fields: tuple[str, ...], item_code: str | None
) -> dict[tuple, Group]:
	"""Return {values of `group_fields`: Group}; with `item_code` of its rows alone, of which each has its share."""
	groups = {}
	decimals = get_money_decimals()
	for purposes in group_by_visit(rows):
		worked = get_worked_rows(purposes)
		for row, hours, cost in share(worked, costs.get(worked[0].name, NOTHING), decimals):
			if not item_code or row.item_code == item_code:
				key = tuple([getattr(row, fieldname) for fieldname in group_fields])
				group = groups.get(key)
				if not group:
					group = groups[key] = Group()
				group.add(row, hours, cost)
	return groups


def share(worked: list[tuple], cost: Cost, decimals: int) -> Iterable[tuple[tuple, float, Cost]]:
	"""Return each row with what it has of its visit's hours and money."""
	hours = worked[0].working_hours or 0
	if len(worked) == 1:
		return [(worked[0], hours, cost)]
	costs = cost.share(len(worked), decimals)
	return zip(worked, get_shares(hours, len(worked)), costs, strict=True)
