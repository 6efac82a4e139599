"""What the parts of a visit cost in SQL statements, beyond what Frappe and the Stock Entry cost by themselves."""

import re

import frappe

from maintenance_visit_app.demo.records import make
from maintenance_visit_app.demo.tables import SPARES
from maintenance_visit_app.frappe_version import IS_FRAPPE_15, MAJOR
from maintenance_visit_app.maintenance_visits.mappers.to_stock_entry import (
	make_stock_entry,
)
from maintenance_visit_app.tests import VisitTestCase, change_settings
from maintenance_visit_app.tests.parts import GASKET, make_visit_with, receive
from maintenance_visit_app.tests.test_statements import (
	count_statements,
	most_more,
	our_controller,
	plain_controller,
)

FEW, MANY = 2, 100
# Items, units, warehouses, stock, the Stock Entry there may be
MOST_FOR_PARTS = 5
# The visit's lock, and whether there is an entry already. Before 17, links that Frappe looked up for the visit make up
# for a few: there it looks each document's up anew
MOST_TO_ISSUE = {17: 7}.get(MAJOR, 4)
# But for Frappe's own rows of a visit's tables
MONEY = re.compile(r"FROM .tab(Stock Entry|Sales Invoice|Timesheet|Bin|Warehouse|UOM|Batch)\b")


class TestStatementsOfParts(VisitTestCase):
	def test_two_parts_and_a_hundred_cost_the_same_beyond_frappes_own_rows(self):
		self.get_more(FEW)  # reads what Frappe keeps for the next time

		few, many = self.get_more(FEW), self.get_more(MANY)

		self.assertEqual(few, many)
		for step, more in many.items():
			self.assertLessEqual(more, most_more() + MOST_FOR_PARTS, step)

	def test_submit_that_issues_costs_what_the_button_costs_and_little_more(self):
		if IS_FRAPPE_15:
			self.skipTest("ERPNext 15's own statements vary from one Stock Entry to the next.")
		receive(MANY * 4)
		self.get_more_for_issue(FEW)

		few, many = (self.get_more_for_issue(rows) for rows in (FEW, MANY))

		self.assertEqual(few, many)
		self.assertLessEqual(many, MOST_TO_ISSUE)

	def test_a_visit_without_parts_asks_nothing_of_stock_and_invoices(self):
		change_settings(issue_parts_on_submit=1)
		values = make_visit_with().as_dict()
		filled = make_visit_with().insert().as_dict()
		values.update({key: filled[key] for key in filled if key not in ("name", "purposes")})

		plain, ours = (
			self.get_asked(values, controller) for controller in (plain_controller, our_controller)
		)

		for step, asked in ours.items():
			self.assertLessEqual(asked, plain[step], step)

	def get_asked(self, values: dict, controller) -> dict[str, int]:
		"""Return how many statements ask for what only parts and money need, for each step of a visit's life."""
		with controller():
			visit = frappe.get_doc(values)
			return {
				step: sum(
					bool(MONEY.search(statement)) for statement in count_statements(getattr(visit, step))
				)
				for step in ("insert", "save", "submit", "cancel")
			}

	def get_more(self, rows: int) -> dict[str, int]:
		"""Return how many statements more our controller sends than a plain one, for each step of a visit's life."""
		values = make_visit_with(*({"item_code": code, "qty": 1} for code in make_pieces(rows))).as_dict()
		filled = (
			make_visit_with(*({"item_code": code, "qty": 1} for code in make_pieces(rows))).insert().as_dict()
		)
		values.update({key: filled[key] for key in filled if key not in ("name", "purposes", "parts")})
		plain, ours = get_life(values, plain_controller), get_life(values, our_controller)
		return {step: ours[step] - plain[step] for step in plain}

	def get_more_for_issue(self, rows: int) -> int:
		"""Return what a submit costs more when it issues the parts, beyond what the button costs."""
		change_settings(issue_parts_on_submit=0)
		visit = make_visit_with(*[{"item_code": GASKET, "qty": 1}] * rows).insert()
		by_hand = count_statements(visit.submit)
		by_button = count_statements(lambda: make_stock_entry(visit.name).insert().submit())
		change_settings(issue_parts_on_submit=1)
		visit = make_visit_with(*[{"item_code": GASKET, "qty": 1}] * rows).insert()
		return len(count_statements(visit.submit)) - len(by_hand) - len(by_button)


def get_life(values: dict, controller) -> dict[str, int]:
	with controller():
		visit = frappe.get_doc(values)
		return {
			step: len(count_statements(getattr(visit, step)))
			for step in ("insert", "save", "submit", "cancel")
		}


def make_pieces(count: int) -> list[str]:
	values = {"item_group": SPARES, "stock_uom": "Nos", "is_stock_item": 1}
	return [make("Item", code, item_code=code, **values) for code in map("PIECE-{:03}".format, range(count))]
