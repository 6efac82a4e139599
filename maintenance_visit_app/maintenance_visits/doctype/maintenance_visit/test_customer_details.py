"""What follows from the customer follows from him, whoever makes the visit and whatever the site's defaults say."""

import frappe

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.customer_details import (
	AddressOfAnotherCustomerError,
	ContactOfAnotherCustomerError,
	get_customer_details,
)
from maintenance_visit_app.maintenance_visits.mappers.from_sales_order import make_maintenance_visit
from maintenance_visit_app.tests import (
	BAKERY,
	BOILER,
	CLINIC,
	HOTEL,
	VisitTestCase,
	do_work,
	make_order,
	make_visit,
	make_yearly_schedule,
)
from maintenance_visit_app.tests.desk_requests import cancel, save
from maintenance_visit_app.tests.test_rest_api import APITestCase, minimal_visit

DEFAULTS = {"customer_group": "Copropriétés", "territory": "Vercors"}
OF_THE_HOTEL = ("Hôtellerie", "Grenoble")
SCRIPT = '"<img src=x onerror=alert(1)>"'


class DefaultsTestCase(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		set_defaults()
		self.addCleanup(frappe.clear_cache)

	def assert_of_the_hotel(self, visit) -> None:
		self.assertEqual((visit.customer_group, visit.territory), OF_THE_HOTEL)


class TestDefaultsOfTheSite(DefaultsTestCase):
	def test_visit_of_desk_has_group_and_territory_of_its_customer(self):
		visit = frappe.new_doc("Maintenance Visit").update(get_values())
		self.assertEqual(frappe.new_doc("Maintenance Visit").territory, DEFAULTS["territory"])

		self.assert_of_the_hotel(save(visit))

	def test_client_insert_has_them_of_its_customer(self):
		self.assert_of_the_hotel(frappe._dict(frappe.client.insert(get_values())))

	def test_mapped_visit_has_them_of_its_customer(self):
		sales_order = make_order()

		self.assert_of_the_hotel(save(make_maintenance_visit(sales_order.name)))

	def test_imported_visit_has_them_of_its_customer(self):
		self.addCleanup(frappe.flags.update, {"in_import": False})
		frappe.flags.in_import = True

		self.assert_of_the_hotel(frappe.new_doc("Maintenance Visit").update(get_values()).insert())

	def test_amended_visit_has_them_of_its_customer(self):
		visit = cancel(do_work(make_visit()).insert().submit())
		amended = frappe.copy_doc(visit).update({"amended_from": visit.name, **DEFAULTS})

		self.assert_of_the_hotel(save(amended))

	def test_another_customer_brings_his(self):
		visit = make_visit(CLINIC, {BOILER: None}).insert()
		visit.customer = HOTEL

		self.assert_of_the_hotel(save(visit))

	def test_what_somebody_chose_stays(self):
		visit = save(make_visit(territory="Grésivaudan"))

		self.assertEqual((visit.customer_group, visit.territory), ("Hôtellerie", "Grésivaudan"))


class TestDefaultsOfTheUser(VisitTestCase):
	def test_the_one_address_and_contact_that_a_user_may_use_are_no_other_customers(self):
		address, contact = get_of_the_bakery("Address"), get_of_the_bakery("Contact")
		self.restrict("Administrator", "Address", address)
		self.restrict("Administrator", "Contact", contact)

		visit = frappe._dict(frappe.client.insert(get_values()))

		self.assertNotEqual(visit.customer_address, address)
		self.assertIn("12 place Victor Hugo", visit.address_display)
		self.assertEqual(visit.contact_display, "Sophie Garnier")
		self.assertEqual(get_customer_details(BAKERY)["customer_address"], address)

	def test_schedule_that_a_default_names_is_not_what_every_visit_is_for(self):
		frappe.defaults.set_user_default("maintenance_schedule", make_yearly_schedule().name)
		self.addCleanup(frappe.clear_cache, user="Administrator")

		visit = frappe._dict(frappe.client.insert(get_values()))

		self.assertIsNone(visit.maintenance_schedule)


class TestSite(VisitTestCase):
	"""Technicians go to where the equipment is, not to where the invoice goes."""

	def setUp(self) -> None:
		super().setUp()
		self.order = make_order()

	def test_visit_of_an_order_goes_to_the_orders_shipping_address(self):
		self.ship_order_to(get_address("3 rue Hector Berlioz"))
		set_shipping(get_address("48 avenue du Vercors"))

		visit = save(make_maintenance_visit(self.order.name))

		self.assertIn("3 rue Hector Berlioz", visit.address_display)

	def test_visit_of_an_order_that_a_program_makes_goes_there_too(self):
		address = get_address("3 rue Hector Berlioz")
		self.ship_order_to(address)
		source = {"prevdoc_doctype": "Sales Order", "prevdoc_docname": self.order.name}
		rows = [{"item_code": BOILER, "prevdoc_detail_docname": self.order.items[0].name, **source}]

		inserted = frappe._dict(frappe.client.insert({**get_values(), "purposes": rows}))

		self.assertEqual(inserted.customer_address, address)

	def test_without_one_it_goes_to_the_customers_shipping_address(self):
		address = get_address("48 avenue du Vercors")
		set_shipping(address)

		self.assertEqual(save(make_maintenance_visit(self.order.name)).customer_address, address)
		self.assertEqual(save(make_visit()).customer_address, address)
		self.assertEqual(get_customer_details(HOTEL)["customer_address"], address)

	def test_without_either_it_goes_where_the_order_says(self):
		address = get_address("3 rue Hector Berlioz")
		frappe.db.set_value("Sales Order", self.order.name, "customer_address", address)

		self.assertEqual(save(make_maintenance_visit(self.order.name)).customer_address, address)
		self.assertIn("12 place Victor Hugo", save(make_visit()).address_display)

	def test_another_customers_address_on_an_order_is_left_there(self):
		self.ship_order_to(get_of_the_bakery("Address"))

		self.assertIn("12 place Victor Hugo", save(make_maintenance_visit(self.order.name)).address_display)

	def test_address_that_somebody_chose_stays(self):
		self.ship_order_to(get_address("3 rue Hector Berlioz"))
		visit = make_maintenance_visit(self.order.name)
		visit.customer_address = get_address("12 place Victor Hugo")

		self.assertIn("12 place Victor Hugo", save(visit).address_display)

	def ship_order_to(self, address: str) -> None:
		frappe.db.set_value("Sales Order", self.order.name, "shipping_address_name", address)


class TestAddressAndContact(VisitTestCase):
	def test_contact_of_another_customer_is_refused_as_an_address_is(self):
		for fieldname, doctype, error in (
			("contact_person", "Contact", ContactOfAnotherCustomerError),
			("customer_address", "Address", AddressOfAnotherCustomerError),
		):
			foreign = get_of_the_bakery(doctype)
			with self.subTest(doctype), self.assert_throws(error, foreign, HOTEL, "leave the field empty"):
				save(make_visit(**{fieldname: foreign}))
			saved = make_visit().insert()
			with self.subTest(doctype), self.assert_throws(error, foreign, HOTEL):
				frappe.client.set_value(saved.doctype, saved.name, fieldname, foreign)

	def test_how_to_reach_the_contact_is_his(self):
		visit = make_visit(contact_email="me@example.com", contact_mobile="1", contact_display="Me").insert()
		self.assertEqual(visit.contact_email, "sophie.garnier@example.com")

		visit.reload().update({"contact_person": "", "contact_email": "me@example.com"})
		saved = save(visit)

		self.assertFalse(saved.contact_person or saved.contact_display or saved.contact_email)

	def test_display_is_always_the_addresss(self):
		visit = save(make_visit(address_display=SCRIPT))
		self.assertIn("12 place Victor Hugo", visit.address_display)

		visit.address_display = SCRIPT

		self.assertIn("12 place Victor Hugo", save(visit).address_display)
		visit.reload().update({"customer_address": "", "address_display": SCRIPT})
		self.assertFalse(save(visit).address_display)

	def test_script_in_an_address_is_shown_nowhere(self):
		address = make_visit().insert().customer_address
		frappe.db.set_value("Address", address, "address_line1", SCRIPT)

		visit = save(make_visit())

		for shown in (visit.address_display, get_customer_details(HOTEL, address)["address_display"]):
			self.assertNotIn("onerror", shown)

	def test_form_is_told_of_an_address_of_another_customer(self):
		with self.assert_throws(AddressOfAnotherCustomerError, HOTEL):
			get_customer_details(HOTEL, get_of_the_bakery("Address"))


class TestDefaultsOverREST(APITestCase):
	resource = "/api/resource/Maintenance Visit"

	def test_visit_has_group_and_territory_of_its_customer(self):
		self.addCleanup(forget_defaults)
		set_defaults()

		status, body = self.request("POST", self.resource, minimal_visit(customer=HOTEL))

		self.assertEqual(status, 200, body)
		visit = body["data"]
		self.assertEqual((visit["customer_group"], visit["territory"]), OF_THE_HOTEL)


def set_defaults() -> None:
	"""As ERPNext's Selling Settings do."""
	for fieldname, value in DEFAULTS.items():
		frappe.db.set_default(fieldname, value)


def forget_defaults() -> None:
	for fieldname in DEFAULTS:
		frappe.defaults.clear_default(fieldname, parent="__default")
	frappe.db.commit()


def get_of_the_bakery(doctype: str) -> str:
	filters = {"link_doctype": "Customer", "link_name": BAKERY, "parenttype": doctype}
	return frappe.db.get_value("Dynamic Link", filters, "parent")


def get_values() -> dict:
	return make_visit().as_dict(no_nulls=True)


def get_address(line: str) -> str:
	return frappe.db.get_value("Address", {"address_line1": line})


def set_shipping(address: str) -> None:
	frappe.db.set_value("Address", address, "is_shipping_address", 1)
