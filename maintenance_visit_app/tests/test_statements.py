"""What a visit costs in SQL statements, for few rows and for many."""

from contextlib import contextmanager

import frappe

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.from_sales_order import (
	make_maintenance_visit,
)
from maintenance_visit_app.tests import (
	BOILER,
	BOILER_SERIAL_NO,
	HOTEL,
	JULIE,
	SPLIT,
	SPLIT_SERIAL_NO,
	VisitTestCase,
	do_work,
	make_order,
	make_services,
	make_visit,
)

MOST_STATEMENTS_MORE = 6


class TestStatements(VisitTestCase):
	def test_mapping_costs_the_same_for_two_lines_and_for_two_hundred(self):
		few, many = (
			make_order(shares={JULIE: 100}),
			make_order(items=make_services(200), shares={JULIE: 100}),
		)
		frappe.db.set_value(
			"Sales Order Item", {"parent": ("in", (few.name, many.name))}, "description", None
		)
		make_maintenance_visit(few.name)

		few_statements = count_statements(lambda: make_maintenance_visit(few.name))
		many_statements = count_statements(lambda: make_maintenance_visit(many.name))

		self.assertEqual(len(make_maintenance_visit(many.name).purposes), 200)
		self.assertEqual(len(many_statements), len(few_statements))

	def test_our_controller_adds_few_statements_for_any_number_of_rows(self):
		for rows in (2, 60):
			plain, ours = self.get_life(rows, plain_controller), self.get_life(rows, our_controller)
			for step, statements in ours.items():
				more = len(statements) - len(plain[step])
				self.assertLessEqual(
					more,
					MOST_STATEMENTS_MORE,
					f"{step} of {rows} rows: {more} more\n" + "\n".join(statements),
				)

	def get_life(self, rows: int, controller) -> dict[str, list[str]]:
		"""Return the statements of insert, submit and cancel of a visit for an order of `rows` lines."""
		items = (BOILER, SPLIT, *make_services(rows - 2))
		visit = do_work(make_maintenance_visit(make_order(items=items).name))
		visit.purposes[0].serial_no, visit.purposes[1].serial_no = BOILER_SERIAL_NO, SPLIT_SERIAL_NO
		values = visit.as_dict()
		filled = visit.insert().as_dict()
		visit.delete()
		values.update({key: filled[key] for key in filled if key not in ("name", "purposes", "docstatus")})
		with controller():
			visit = frappe.get_doc(values)
			return {step: count_statements(getattr(visit, step)) for step in ("insert", "submit", "cancel")}


class TestStatementsOfDefaults(VisitTestCase):
	def test_details_of_the_customer_are_filled_in_within_the_same_bound(self):
		values = make_visit(HOTEL).as_dict()
		filled = make_visit(HOTEL).insert()
		with plain_controller():
			complete = {**filled.as_dict(), "name": None}
			plain = count_statements(frappe.get_doc(complete).insert)

		ours = count_statements(frappe.get_doc(values).insert)

		self.assertLessEqual(len(ours) - len(plain), MOST_STATEMENTS_MORE, "\n".join(ours))


@contextmanager
def our_controller():
	yield


@contextmanager
def plain_controller():
	"""Let visits be plain documents for a while: same DocType, no controller."""
	from frappe.model.document import Document

	controllers = frappe.controllers.setdefault(frappe.local.site, {})
	ours = controllers.pop("Maintenance Visit", None)
	controllers["Maintenance Visit"] = type("PlainVisit", (Document,), {})
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
