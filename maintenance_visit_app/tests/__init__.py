"""The tests' world is the demo company; each test rolls back what it did to it."""

from unittest import SkipTest

import frappe

try:
	from frappe.tests import IntegrationTestCase
except ImportError:  # Frappe 15
	from frappe.tests.utils import FrappeTestCase as IntegrationTestCase

from maintenance_visit_app.demo import make_demo_data
from maintenance_visit_app.demo.documents import (
	make_schedule,
	new_claim,
	new_sales_order,
	new_visit,
)
from maintenance_visit_app.demo.records import make
from maintenance_visit_app.demo.tables import COMPANY, ITEM_GROUPS
from maintenance_visit_app.records import has_doctype
from maintenance_visit_app.tests.bare_site import complete_setup

HOTEL, CLINIC, BAKERY = "Hôtel Belledonne", "Clinique Saint-Bruno", "Boulangerie Marchand"
JULIE, KARIM = "Julie Perrin", "Karim Benali"
BOILER, BOILER_SERIAL_NO, OTHER_BOILER_SERIAL_NO = "CHAUD-35", "CH35-2021-0147", "CH35-2021-0148"
SPLIT, SPLIT_SERIAL_NO = "CLIM-50", "CL50-2022-0210"


def before_tests() -> None:
	"""Hook of `bench run-tests`, of other apps' DocTypes too: what Frappe does for their tests is left as it is."""
	complete_setup()
	try:
		make_demo_data()
	except Exception:
		# Frappe commits after a run, a broken-off one too: half a world would be taken for the whole one
		frappe.db.rollback()
		raise
	frappe.db.commit()  # nosemgrep: what every test starts from


class VisitTestCase(IntegrationTestCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		# Who is assigned is written to, in a test at once: without an Email Account Frappe tells so
		frappe.conf.update(
			{"mute_emails": 1, "mail_server": "localhost", "auto_email_id": "desk@example.com"}
		)
		if not frappe.db.exists("Company", COMPANY["company_name"]):
			before_tests()

	def tearDown(self) -> None:
		frappe.set_user("Administrator")
		frappe.db.rollback()
		frappe.db.value_cache.clear()
		frappe.clear_document_cache("Maintenance Visit Settings", "Maintenance Visit Settings")
		super().tearDown()

	def restrict(self, user: str, doctype: str, name: str) -> None:
		"""Let a user see one company or customer only. Rolling back would leave that in Frappe's cache."""
		self.addCleanup(frappe.clear_cache, user=user)
		frappe.permissions.add_user_permission(doctype, name, user)

	def assert_throws(self, error: type[Exception], *fragments: str):
		"""Context manager: expect `error` with a message that holds every fragment."""
		return MessageAssertion(self, error, fragments)


class MessageAssertion:
	def __init__(self, test: VisitTestCase, error: type[Exception], fragments: tuple[str, ...]) -> None:
		self.test, self.fragments = test, fragments
		self.raises = test.assertRaises(error)

	def __enter__(self) -> "MessageAssertion":
		frappe.clear_messages()
		self.raises.__enter__()
		return self

	def __exit__(self, kind, error, traceback) -> bool:
		expected = self.raises.__exit__(kind, error, traceback)
		for fragment in self.fragments:
			self.test.assertIn(fragment, frappe.utils.strip_html(str(error)))
		return expected


def make_order(
	customer: str = HOTEL, items: tuple[str, ...] = (BOILER, SPLIT), submit: bool = True, **values
):
	"""Insert an order of type Maintenance; `shares` is its sales team."""
	order_type = values.pop("order_type", "Maintenance")
	sales_order = new_sales_order(customer, order_type, list(items), values.pop("shares", None))
	sales_order.update(values)
	sales_order.insert()
	return sales_order.submit() if submit else sales_order


def get_override(method: str):
	"""Return what answers instead of ERPNext's whitelisted method, as a client gets it."""
	return frappe.get_attr(frappe.get_hooks("override_whitelisted_methods")[f"erpnext.{method}"][-1])


def make_visit(customer: str = HOTEL, items: dict | None = None, technician: str | None = JULIE, **values):
	"""Return a visit, not saved, for the hotel's boiler."""
	visit = new_visit(customer, items or {BOILER: BOILER_SERIAL_NO}, technician)
	return visit.update(values)


def make_yearly_schedule(technician: str | None = JULIE):
	"""Submit a schedule for one visit to the hotel's boiler in a year's time."""
	return make_schedule(HOTEL, {BOILER: ("Yearly", 1, 0, technician)})


def make_claim(customer: str = HOTEL, item: str | None = BOILER, serial_no: str | None = None, **values):
	"""Insert a claim; on a site without claims its test is skipped."""
	if not has_doctype("Warranty Claim"):
		raise SkipTest("ERPNext's module Support is not on this site.")
	return new_claim(customer, item, serial_no, "Leaks.").update(values).insert()


def do_work(visit, completion_status: str | None = "Fully Completed", work_done: str = "Burner cleaned."):
	"""Fill in what a technician does before he submits."""
	visit.completion_status = completion_status
	for row in visit.purposes:
		row.service_person = row.service_person or JULIE
		row.work_done = row.work_done or work_done
	return visit


def make_person(name: str) -> str:
	"""Insert a technician of his own, whom no other test has at work."""
	root = frappe.db.get_value("Sales Person", {"is_group": 1}, order_by="lft asc")
	return make("Sales Person", name, sales_person_name=name, parent_sales_person=root)


def end_work_of_the_demo() -> None:
	"""Check out whom the demo has checked in: nobody is at work on two visits."""
	log = frappe.qb.DocType("Maintenance Visit Time Log")
	frappe.qb.update(log).set(log.to_time, frappe.utils.now_datetime()).where(log.to_time.isnull()).run()


def make_other_company() -> str:
	"""Return a company with another currency."""
	values = {"company_name": "Léman Froid", "abbr": "LF", "country": "France", "default_currency": "CHF"}
	return make("Company", values["company_name"], **values)


def make_services(count: int) -> list[str]:
	"""Insert so many items that have no serial number: an order may not have the same item twice."""
	values = {"item_group": ITEM_GROUPS[1], "stock_uom": "Nos", "is_stock_item": 0}
	return [make("Item", code, item_code=code, **values) for code in map("ENT-{:03}".format, range(count))]


def make_bundle(item_code: str, serial_numbers: list[str]) -> str:
	"""Write a Serial and Batch Bundle as a stock document leaves it; by hand ERPNext lets nobody make one."""
	entries = [
		{"serial_no": serial_no, "qty": 1, "idx": idx} for idx, serial_no in enumerate(serial_numbers, 1)
	]
	bundle = frappe.get_doc(
		{
			"doctype": "Serial and Batch Bundle",
			"name": frappe.generate_hash(length=10),
			"item_code": item_code,
			"has_serial_no": 1,
			"entries": entries,
		}
	)
	bundle.db_insert()
	for entry in bundle.entries:
		entry.update({"parent": bundle.name, "name": frappe.generate_hash(length=10)}).db_insert()
	return bundle.name


def change_settings(**values) -> None:
	frappe.get_doc("Maintenance Visit Settings").update(values).save()


def set_language_of_the_site(language: str) -> None:
	frappe.db.set_single_value("System Settings", "language", language)
	frappe.db.set_default("lang", language)  # where Frappe 15 looks
