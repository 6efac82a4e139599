"""What a visit costs in SQL statements, for few rows and for many."""

from contextlib import contextmanager
from functools import partial

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.demo.documents import make_schedule
from maintenance_visit_app.frappe_version import IS_FRAPPE_15
from maintenance_visit_app.maintenance_visits.mappers import (
	from_maintenance_schedule,
	from_sales_order,
	from_warranty_claim,
)
from maintenance_visit_app.maintenance_visits.source_kinds import tell_sources
from maintenance_visit_app.records import has_doctype
from maintenance_visit_app.tests import (
	BOILER,
	BOILER_SERIAL_NO,
	HOTEL,
	JULIE,
	SPLIT,
	SPLIT_SERIAL_NO,
	VisitTestCase,
	do_work,
	make_claim,
	make_order,
	make_services,
	make_visit,
)


class TestStatements(VisitTestCase):
	def test_mapping_costs_the_same_for_two_lines_and_for_two_hundred(self):
		few, many = (
			make_order(shares={JULIE: 100}),
			make_order(items=make_services(200), shares={JULIE: 100}),
		)
		frappe.db.set_value(
			"Sales Order Item", {"parent": ("in", (few.name, many.name))}, "description", None
		)
		from_sales_order.make_maintenance_visit(few.name)

		few_statements = count_statements(lambda: from_sales_order.make_maintenance_visit(few.name))
		many_statements = count_statements(lambda: from_sales_order.make_maintenance_visit(many.name))

		self.assertEqual(len(from_sales_order.make_maintenance_visit(many.name).purposes), 200)
		self.assertEqual(len(many_statements), len(few_statements))

	def test_our_controller_adds_few_statements_for_any_number_of_rows(self):
		# What Frappe keeps of notifications and DocTypes is read once
		self.get_life(2, our_controller)
		for rows in (2, 60):
			plain, ours = self.get_life(rows, plain_controller), self.get_life(rows, our_controller)
			for step, statements in ours.items():
				more = len(statements) - len(plain[step])
				self.assertLessEqual(
					more,
					most_more(),
					f"{step} of {rows} rows: {more} more\n" + "\n".join(statements),
				)

	def get_life(self, rows: int, controller) -> dict[str, list[str]]:
		"""Return the statements of insert, submit and cancel of a visit for an order of `rows` lines."""
		items = (BOILER, SPLIT, *make_services(rows - 2))
		visit = do_work(from_sales_order.make_maintenance_visit(make_order(items=items).name))
		visit.purposes[0].serial_no, visit.purposes[1].serial_no = BOILER_SERIAL_NO, SPLIT_SERIAL_NO
		values = visit.as_dict()
		filled = visit.insert().as_dict()
		visit.delete()
		values.update({key: filled[key] for key in filled if key not in ("name", "purposes", "docstatus")})
		with controller():
			visit = frappe.get_doc(values)
			return {step: count_statements(getattr(visit, step)) for step in ("insert", "submit", "cancel")}


class TestStatementsOfBackUpdates(VisitTestCase):
	def test_two_rows_and_two_hundred_of_one_order_cost_the_same(self):
		self.assert_same(*(map_order(make_order(items=make_services(rows))) for rows in (2, 200)))

	def test_two_rows_and_two_hundred_of_one_schedule_cost_the_same(self):
		self.assert_same(*(map_schedule(make_schedule_of(rows)) for rows in (2, 200)))

	def test_two_rows_and_two_hundred_of_one_claim_cost_the_same(self):
		self.assert_same(*(make_visit_for_claim(make_claim(), rows) for rows in (2, 200)))

	def assert_same(self, few, many) -> None:
		self.assertEqual((len(few.purposes), len(many.purposes)), (2, 200))
		for step in ("submit", "cancel"):
			counts = []
			for visit in (few, many):
				getattr(visit, step)()
				counts.append(len(count_statements(partial(tell_sources, visit))))
			self.assertEqual(counts[0], counts[1], step)
			self.assertLessEqual(counts[0], 5, step)


def map_order(sales_order):
	return do_work(from_sales_order.make_maintenance_visit(sales_order.name)).insert()


def map_schedule(schedule):
	visit = do_work(from_maintenance_schedule.make_maintenance_visit(schedule.name))
	return visit.update({"mntc_date": add_days(today(), 5)}).insert()


def make_schedule_of(rows: int):
	return make_schedule(HOTEL, {BOILER: ("Weekly", rows, 0, None)})


def make_visit_for_claim(claim, rows: int):
	visit = from_warranty_claim.make_maintenance_visit(claim.name)
	for _row in range(rows - 1):
		visit.append("purposes", frappe.copy_doc(visit.purposes[0]))
	return do_work(visit).insert()


class TestStatementsOfDefaults(VisitTestCase):
	def test_details_of_the_customer_are_filled_in_within_the_same_bound(self):
		values = do_work(make_visit(HOTEL)).as_dict()
		filled = do_work(make_visit(HOTEL)).insert()
		with plain_controller():
			complete = {**filled.as_dict(), "name": None}
			plain = count_statements(frappe.get_doc(complete).insert)

		ours = count_statements(frappe.get_doc(values).insert)

		self.assertLessEqual(len(ours) - len(plain), most_more(), "\n".join(ours))


def most_more() -> int:
	"""One of a cancel asks for drafts that it would strand; in Frappe 15, three look for links that lead nowhere.

	Where claims have left the site, one looks whether they are back.
	"""
	return (11 if IS_FRAPPE_15 else 7) + (not has_doctype("Warranty Claim"))


@contextmanager
def our_controller():
	yield


@contextmanager
def plain_controller():
	"""Let visits be plain documents for a while: same DocType, no controller."""
	from frappe.model.document import Document

	controllers = frappe.controllers.setdefault(frappe.local.site, {})
	ours = controllers.pop("Maintenance Visit", None)
	controllers["Maintenance Visit"] = type("PlainVisit", (Document,), {"notify_customer": 0})
	try:
		yield
	finally:
		controllers["Maintenance Visit"] = ours


def count_statements(call) -> list[str]:
	"""Return the SQL statements that a call sends, with nothing left over in Frappe's caches of values."""
	statements = []
	original = frappe.db.sql

	def listen(query, *args, **kwargs):
		statements.append(str(query))
		return original(query, *args, **kwargs)

	frappe.db.value_cache.clear()
	frappe.db.sql = listen
	try:
		call()
	finally:
		del frappe.db.sql
	return statements
