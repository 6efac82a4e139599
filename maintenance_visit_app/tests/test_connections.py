"""The visits that the documents they are about count among their *Connections*, and what a visit counts."""

import json

import frappe
from frappe.desk.notifications import get_open_count

from maintenance_visit_app.maintenance_visits.mappers.from_sales_order import (
	make_maintenance_visit,
)
from maintenance_visit_app.maintenance_visits.mappers.from_warranty_claim import (
	make_maintenance_visit as make_visit_for_claim,
)
from maintenance_visit_app.maintenance_visits.mappers.to_sales_invoice import (
	make_sales_invoice,
)
from maintenance_visit_app.overrides import dashboards
from maintenance_visit_app.records import has_doctype
from maintenance_visit_app.tests import (
	BAKERY,
	BOILER,
	JULIE,
	SPLIT,
	SPLIT_SERIAL_NO,
	VisitTestCase,
	make_claim,
	make_order,
	make_schedule,
	make_visit,
	make_yearly_schedule,
)
from maintenance_visit_app.tests.billing import BillingTestCase, finish_visit, new_part

VISIT = "Maintenance Visit"
SOURCES = ("Customer", "Item", "Maintenance Schedule", "Sales Order", "Serial No", "Warranty Claim")


class TestVisitsOfADocument(VisitTestCase):
	def test_every_document_shows_visits_once(self):
		for doctype in filter(has_doctype, SOURCES):
			shown = get_shown(frappe.get_meta(doctype).get_dashboard_data())
			self.assertEqual(shown.count(VISIT), 1, doctype)

	def test_what_erpnext_comes_to_show_is_not_shown_twice(self):
		data = frappe._dict(transactions=[{"label": "Visits", "items": [VISIT]}], non_standard_fieldnames={})

		self.assertEqual(get_shown(dashboards.get_serial_no_dashboard(data)), [VISIT])

	def test_serial_no_and_item_count_a_visit_once_for_all_of_its_rows(self):
		serial_no, item = count("Serial No", SPLIT_SERIAL_NO), count("Item", SPLIT)
		visit = make_visit(items={SPLIT: SPLIT_SERIAL_NO, BOILER: None})
		visit.append("purposes", {"item_code": SPLIT, "serial_no": SPLIT_SERIAL_NO})
		visit.insert()

		self.assertEqual(count("Serial No", SPLIT_SERIAL_NO), serial_no + 1)
		self.assertEqual(count("Item", SPLIT), item + 1)

	def test_order_counts_its_visits(self):
		sales_order, other = make_order(), make_order()
		make_maintenance_visit(sales_order.name).insert()

		self.assertEqual(count("Sales Order", sales_order.name), 1)
		self.assertEqual(count("Sales Order", other.name), 0)

	def test_claim_counts_its_visits(self):
		claim, other = make_claim(), make_claim()
		make_visit_for_claim(claim.name).insert()

		self.assertEqual(count("Warranty Claim", claim.name), 1)
		self.assertEqual(count("Warranty Claim", other.name), 0)

	def test_schedule_and_customer_count_their_visits(self):
		schedule = make_schedule(BAKERY, {BOILER: ("Yearly", 1, 0, JULIE)})
		customer = count("Customer", BAKERY)
		make_visit(BAKERY, {BOILER: None}, maintenance_schedule=schedule.name).insert()

		self.assertEqual(count("Maintenance Schedule", schedule.name), 1)
		self.assertEqual(count("Customer", BAKERY), customer + 1)


class TestDocumentsOfAVisit(BillingTestCase):
	def test_visit_leads_to_its_schedule_and_its_serial_numbers(self):
		schedule = make_yearly_schedule()
		visit = make_visit(maintenance_schedule=schedule.name).insert()

		found = {link["doctype"]: link["names"] for link in get_links(visit)["internal_links_found"]}

		self.assertEqual(found["Maintenance Schedule"], [schedule.name])
		self.assertEqual(found["Serial No"], [visit.purposes[0].serial_no])

	def test_visit_counts_its_invoices(self):
		visit = finish_visit(new_part())
		self.assertEqual(count(VISIT, visit.name, "Sales Invoice"), 0)

		make_sales_invoice(visit.name).insert()

		self.assertEqual(count(VISIT, visit.name, "Sales Invoice"), 1)


def get_shown(data: dict) -> list[str]:
	return [doctype for group in data["transactions"] for doctype in group["items"]]


def get_links(document) -> dict:
	return get_open_count(document.doctype, document.name)["count"]


def count(doctype: str, name: str, linked: str = VISIT) -> int:
	"""How many documents Desk counts; beyond a hundred it says a hundred. Desk asks for what is on the site."""
	[link] = get_open_count(doctype, name, json.dumps([linked]))["count"]["external_links_found"]
	return link["count"]
