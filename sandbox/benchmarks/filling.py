"""Fills a site with random visits, a portion at a time: a million of them would not fit into memory as one."""

from random import Random

import frappe

from maintenance_visit_app.tests.random_visits import Firm, insert_rows

PORTION = 100_000
SEED = 1


class LargeFirm(Firm):
	"""A firm whose visits are written down and forgotten as they come."""

	def fill(self) -> None:
		for serial_no in self.serial_numbers:
			self.add("Serial No", serial_no, **self.get_serial_no(serial_no))
		for index in range(self.number):
			self.add_visit(f"RND-{index:07}")
			if (index + 1) % PORTION == 0:
				self.write_down()
		self.write_down()

	def write_down(self) -> None:
		for doctype, rows in self.tables.items():
			insert_rows(doctype, rows)
		frappe.db.commit()
		self.tables = {}


def make_many_visits(number: int, days: int) -> None:
	"""Insert and commit so many visits and what belongs to them, the same each time."""
	LargeFirm(number, days, Random(SEED)).fill()
