"""What the tests of billing share: the hotel's price list, spare parts, and visits that used some."""

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.demo.on_site import new_time_log
from maintenance_visit_app.demo.records import make, make_price
from maintenance_visit_app.demo.tables import ITEM_GROUPS
from maintenance_visit_app.tests import (
	BAKERY,
	HOTEL,
	JULIE,
	VisitTestCase,
	change_settings,
	do_work,
	make_visit,
)

PUMP, FILTER, LABOUR_ITEM = "POMPE-32", "FILTRE-G4", "MO-HEURE"
PRICE_LIST, PRICES = "Tarif ATS", {PUMP: 189.90, FILTER: 24.35, LABOUR_ITEM: 63.15}


class BillingTestCase(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		make_prices()
		change_settings(labour_item=LABOUR_ITEM, hours_step=0.25)

	def assert_billing_status(self, status: str, *visits) -> None:
		for visit in visits:
			self.assertEqual(frappe.db.get_value("Maintenance Visit", visit.name, "billing_status"), status)


def make_prices() -> None:
	"""Let hotel and bakery buy by a price list in the company's currency."""
	make("Price List", PRICE_LIST, price_list_name=PRICE_LIST, currency="EUR", enabled=1, selling=1)
	for customer in (HOTEL, BAKERY):
		frappe.db.set_value("Customer", customer, "default_price_list", PRICE_LIST)
		frappe.clear_document_cache("Customer", customer)
	for item_code, rate in PRICES.items():
		make_item(item_code, rate, "Hour" if item_code == LABOUR_ITEM else "Nos")


def make_item(item_code: str, rate: float, stock_uom: str = "Nos", **values) -> str:
	"""Insert an item that isn't kept in stock, and its price."""
	values = {"item_group": ITEM_GROUPS[1], "stock_uom": stock_uom, "is_stock_item": 0, **values}
	make("Item", item_code, item_code=item_code, **values)
	make_price(item_code, rate, PRICE_LIST)
	return item_code


def new_part(item_code: str = PUMP, qty: float = 1, coverage: str = "Billable", uom: str = "Nos", factor=1):
	values = {"item_code": item_code, "qty": qty, "coverage": coverage, "uom": uom}
	return {**values, "stock_uom": "Nos", "conversion_factor": factor, "stock_qty": qty * factor}


def finish_visit(*parts: dict, hours: float = 0, visit=None, **values):
	"""Submit a visit that used these parts and took so long, yesterday from nine o'clock on."""
	visit = do_work(visit or make_visit())
	day = add_days(today(), -1)
	visit.update({"mntc_date": day, "mntc_time": "09:00:00", "parts": list(parts), **values})
	if hours:
		visit.append("time_logs", new_time_log(JULIE, f"{day} 09:00:00", hours))
		visit.working_hours = hours
	return visit.insert().submit()


def make_user(role: str) -> str:
	"""Insert a user with this role and no other."""
	values = {"first_name": "Irène", "send_welcome_email": 0, "roles": [{"role": role}]}
	return frappe.get_doc({"doctype": "User", "email": "irene.morel@example.com", **values}).insert().name
