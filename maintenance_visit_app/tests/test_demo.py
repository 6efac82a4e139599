from unittest.mock import patch

import frappe

from maintenance_visit_app import tests
from maintenance_visit_app.demo import make_demo_data
from maintenance_visit_app.demo.tables import COMPANY, CUSTOMERS, LETTERHEAD, SALES_ORDERS, USERS
from maintenance_visit_app.tests import VisitTestCase

COUNTED = (
	"Customer",
	"Address",
	"Letter Head",
	"Item",
	"Serial No",
	"Batch",
	"Stock Entry",
	"Sales Person",
	"Sales Order",
	"Maintenance Visit",
	"User",
)


class TestDemo(VisitTestCase):
	def test_second_run_adds_nothing(self):
		before = count_records()

		make_demo_data()

		self.assertEqual(count_records(), before)

	def test_world_that_breaks_off_leaves_nothing_that_the_next_run_takes_for_it(self):
		def break_off() -> None:
			frappe.get_doc({"doctype": "Sales Person", "sales_person_name": "Half a world"}).insert()
			frappe.throw("No power.")

		with patch.object(tests, "make_demo_data", break_off), self.assert_throws(Exception, "No power."):
			tests.before_tests()

		self.assertFalse(frappe.db.exists("Sales Person", "Half a world"))

	def test_world_has_visits_in_every_state(self):
		states = frappe.get_all("Maintenance Visit", {"company": COMPANY["company_name"]}, pluck="status")

		options = frappe.get_meta("Maintenance Visit").get_options("status").split("\n")
		self.assertEqual(set(states), set(filter(None, options)))

	def test_world_has_orders_of_every_type_and_maintenance_status(self):
		orders = frappe.get_all(
			"Sales Order", {"po_no": ("in", list(SALES_ORDERS))}, ["order_type", "maintenance_status"]
		)

		self.assertEqual({order.order_type for order in orders}, {"Sales", "Maintenance", "Shopping Cart"})
		self.assertLessEqual(
			{"Not Visited", "Partly Serviced", "Fully Serviced"},
			{order.maintenance_status for order in orders},
		)

	def test_every_customer_can_be_visited(self):
		for customer in CUSTOMERS:
			visit = frappe.new_doc("Maintenance Visit", customer=customer, company=COMPANY["company_name"])
			visit.append("purposes", {"description": "Inspection"})
			visit.insert()
			self.assertTrue(visit.address_display and visit.contact_display, customer)

	def test_report_has_the_companys_logo_and_address(self):
		name = COMPANY["company_name"]
		visit = frappe.get_all("Maintenance Visit", {"company": name, "docstatus": 1}, pluck="name", limit=1)[
			0
		]

		html = frappe.get_print("Maintenance Visit", visit, "Service Report", letterhead=name)

		for told in ("<img", ".png", *LETTERHEAD):
			self.assertIn(told, html.partition("Service Report</h1>")[0])

	def test_users_have_no_password_until_somebody_sets_one(self):
		for user in USERS:
			self.assertFalse(
				frappe.db.exists("__Auth", {"doctype": "User", "name": user, "fieldname": "password"})
			)


def count_records() -> dict[str, int]:
	# Users get their contacts by background jobs, at any time
	contacts = frappe.db.count("Contact", {"user": ("is", "not set")})
	return {"Contact": contacts, **{doctype: frappe.db.count(doctype) for doctype in COUNTED}}
