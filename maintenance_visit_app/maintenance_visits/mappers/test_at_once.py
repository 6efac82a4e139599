"""What another request committed since this one began to read: each rule sees it. Their requests commit."""

import json
from concurrent.futures import ThreadPoolExecutor

import frappe

from maintenance_visit_app.demo.on_site import new_time_log
from maintenance_visit_app.demo.records import make, make_price
from maintenance_visit_app.demo.stock import get_warehouse
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.billing import BilledVisitError
from maintenance_visit_app.maintenance_visits.mappers.to_sales_invoice import make_sales_invoice
from maintenance_visit_app.maintenance_visits.mappers.to_stock_entry import make_stock_entry
from maintenance_visit_app.maintenance_visits.mappers.to_timesheet import NoTimesheetError, make_timesheets
from maintenance_visit_app.maintenance_visits.parts.errors import AlreadyIssuedError, PartsIssuedError
from maintenance_visit_app.overrides.sales_invoice import BilledTwiceError
from maintenance_visit_app.tests import HOTEL, JULIE
from maintenance_visit_app.tests.billing import PRICE_LIST
from maintenance_visit_app.tests.parts import GASKET, TECHNICIAN, get_qty, make_visit_with
from maintenance_visit_app.tests.test_rest_api import APITestCase

ROLES = ("Accounts Manager", "Stock User", "Projects User")
METHODS = "/api/method/maintenance_visit_app.maintenance_visits.mappers"


class MoneyOverRest(APITestCase):
	"""The technician has the roles of an office for a while."""

	def setUp(self) -> None:
		super().setUp()
		self.former = frappe.db.get_value("Customer", HOTEL, "default_price_list")
		make("Price List", PRICE_LIST, price_list_name=PRICE_LIST, currency="EUR", enabled=1, selling=1)
		make_price(GASKET, 30, PRICE_LIST)
		set_price_list(PRICE_LIST)
		frappe.get_doc("User", TECHNICIAN).add_roles(*ROLES)
		self.visit = make_visit_with({"item_code": GASKET, "qty": 2, "coverage": "Billable"})
		frappe.db.commit()

	def tearDown(self) -> None:
		frappe.db.rollback()
		frappe.set_user("Administrator")
		clear_away(self.visit.name)
		set_price_list(self.former)
		frappe.db.delete("Item Price", {"price_list": PRICE_LIST})
		frappe.get_doc("User", TECHNICIAN).remove_roles(*ROLES)
		frappe.db.commit()
		super().tearDown()

	def send_meanwhile(self, method: str, path: str, values: dict) -> dict:
		"""Let another request commit, while this one goes on with what it has begun to read."""
		with ThreadPoolExecutor(1) as pool:
			status, body = pool.submit(self.send, method, path, to_json(values)).result()
		self.assertEqual(status, 200, body)
		return body.get("data") or body.get("message")

	def submit_visit(self):
		self.visit.insert().submit()
		return self.begin_to_read()

	def begin_to_read(self):
		"""Let go of what is locked, and see from now on what is there now: MariaDB keeps that for a transaction."""
		frappe.db.commit()
		return frappe.get_doc("Maintenance Visit", self.visit.name)


class TestAtOnce(MoneyOverRest):
	def test_a_visit_is_not_cancelled_beneath_an_invoice(self):
		visit = self.submit_visit()
		invoice = self.send_meanwhile("POST", "/api/resource/Sales Invoice", get_invoice(visit, docstatus=1))

		with self.assert_throws(BilledVisitError, visit.name, invoice["name"], "Cancel or credit it first"):
			visit.cancel()

	def test_of_two_invoices_one_is_refused(self):
		visit = self.submit_visit()
		second = make_sales_invoice(visit.name)
		self.begin_to_read()
		first = self.send_meanwhile("POST", "/api/resource/Sales Invoice", get_invoice(visit))

		with self.assert_throws(BilledTwiceError, first["name"]):
			second.insert()

	def test_two_clicks_make_one_timesheet(self):
		self.visit.append("time_logs", new_time_log(JULIE, "2026-01-12 09:00:00", 1))
		self.visit.update({"mntc_date": "2026-01-12", "mntc_time": "09:00:00"})
		visit = self.submit_visit()
		path = f"{METHODS}.to_timesheet.make_timesheets"
		(name,) = self.send_meanwhile("POST", path, {"source_name": visit.name})

		with self.assert_throws(NoTimesheetError, name):
			make_timesheets(visit.name)

	def test_parts_do_not_change_beneath_a_new_stock_entry(self):
		self.visit.insert()
		entry = make_stock_entry(self.visit.name).as_dict()
		visit = self.begin_to_read()
		entry = self.send_meanwhile("POST", "/api/resource/Stock Entry", entry)

		visit.parts[0].qty = 5
		with self.assert_throws(PartsIssuedError, entry["name"]):
			visit.save()

	def test_a_stock_entry_sees_the_invoice_that_has_just_taken_the_parts(self):
		visit = self.submit_visit()
		before = get_qty(GASKET)
		entry = make_stock_entry(visit.name)
		values = get_invoice(visit, docstatus=1, update_stock=1)
		self.begin_to_read()
		invoice = self.send_meanwhile("POST", "/api/resource/Sales Invoice", values)

		with self.assert_throws(AlreadyIssuedError, invoice["name"]):
			entry.insert().submit()
		frappe.db.rollback()
		self.assertEqual(get_qty(GASKET), before - 2)


class TestHostile(MoneyOverRest):
	def test_wrong_arguments_are_refused_with_a_sentence(self):
		self.visit.insert().submit()
		name = self.visit.name
		for method, arguments in (
			("to_stock_entry.make_stock_entry", {"source_name": "no such visit"}),
			("to_stock_entry.make_stock_entry", {"source_name": [name]}),
			("to_stock_entry.make_stock_entry", {"source_name": {"name": name}}),
			("to_stock_entry.make_stock_entry", {"source_name": name, "target_doc": "{"}),
			("to_stock_entry.make_stock_entry", {"source_name": name, "target_doc": "[1]"}),
			("to_stock_entry.make_stock_entry", {"source_name": name, "target_doc": '"x"'}),
			("to_stock_entry.make_stock_entry", {"source_name": name, "target_doc": {"doctype": "User"}}),
			("to_stock_entry.has_parts_to_issue", {"visit": ["x"]}),
			("to_sales_invoice.make_sales_invoice", {"source_name": "no such visit"}),
			("to_sales_invoice.make_sales_invoice", {"source_name": name, "target_doc": "{"}),
			("to_sales_invoice.make_sales_invoice", {"source_name": name, "target_doc": "[1]"}),
			("to_sales_invoice.make_sales_invoice", {"source_name": name, "target_doc": "7"}),
			("to_sales_invoice.make_sales_invoice", {"source_name": name, "target_doc": "{}"}),
			("to_sales_invoice.make_sales_invoice", {"source_name": name, "target_doc": {"doctype": "User"}}),
			(
				"to_sales_invoice.make_sales_invoice",
				{"source_name": name, "target_doc": {"doctype": "Sales Invoice", "items": "x"}},
			),
			(
				"to_sales_invoice.make_sales_invoice",
				{"source_name": name, "target_doc": {"doctype": "Sales Invoice", "items": [1]}},
			),
			("to_timesheet.make_timesheets", {"source_name": "no such visit"}),
			("to_timesheet.make_timesheets", {"source_name": [name]}),
		):
			with self.subTest(method=method, arguments=arguments):
				status, body = self.request("POST", f"{METHODS}.{method}", arguments)
				self.assertIn(status, range(400, 500), body)

	def test_wrong_values_in_a_part_are_refused_with_a_sentence(self):
		values = to_json({**self.visit.as_dict(), "docstatus": 0})
		for part in (
			{"item_code": None},
			{"qty": ["many"]},
			{"qty": "NaN"},
			{"qty": "1e300"},
			{"qty": {"a": 1}},
			{"coverage": "Free"},
		):
			with self.subTest(part=part):
				row = {"item_code": GASKET, "qty": 1, "warehouse": get_warehouse(), **part}
				answer = self.request("POST", "/api/resource/Maintenance Visit", {**values, "parts": [row]})
				self.assertIn(answer[0], range(400, 500), answer[1])


def get_invoice(visit, **values) -> dict:
	invoice = make_sales_invoice(visit.name)
	for row in invoice.items:
		row.warehouse = get_warehouse()
	return {**invoice.as_dict(), **values}


def set_price_list(price_list: str | None) -> None:
	frappe.db.set_value("Customer", HOTEL, "default_price_list", price_list)
	frappe.clear_document_cache("Customer", HOTEL)


def to_json(values: dict) -> dict:
	return json.loads(json.dumps(values, default=str))


def clear_away(visit: str | None) -> None:
	"""Cancel what the requests left behind, so that no stock is missing and nobody was at work."""
	if not visit:
		return
	for doctype, field in (
		("Sales Invoice", "items.maintenance_visit"),
		("Stock Entry", "maintenance_visit"),
	):
		filters = (
			[["Sales Invoice Item", "maintenance_visit", "=", visit]] if "." in field else {field: visit}
		)
		for name in set(frappe.get_all(doctype, filters, pluck="name")):
			document = frappe.get_doc(doctype, name)
			if document.docstatus == 1:
				document.cancel()
	for timesheet in frappe.get_all("Timesheet", {"maintenance_visit": visit}, pluck="name"):
		frappe.delete_doc("Timesheet", timesheet)
	if frappe.db.get_value("Maintenance Visit", visit, "docstatus") == 1:
		frappe.get_doc("Maintenance Visit", visit).cancel()
