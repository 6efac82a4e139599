import frappe
from frappe.model.mapper import map_docs
from frappe.utils import flt, format_date

from maintenance_visit_app.maintenance_visits.mappers.to_sales_invoice import (
	LabourItemMissingError,
	NothingToBillError,
	OtherInvoiceError,
	make_sales_invoice,
)
from maintenance_visit_app.overrides.sales_invoice import BilledTwiceError, VisitMismatchError
from maintenance_visit_app.tests import BAKERY, BOILER_SERIAL_NO, HOTEL, SPLIT, change_settings, make_visit
from maintenance_visit_app.tests.billing import (
	FILTER,
	LABOUR_ITEM,
	PRICE_LIST,
	PUMP,
	BillingTestCase,
	finish_visit,
	make_item,
	make_user,
	new_part,
)

METHOD = f"{make_sales_invoice.__module__}.make_sales_invoice"


class TestInvoiceOfAVisit(BillingTestCase):
	def test_two_parts_and_an_hour_and_five_minutes_come_to_the_cent(self):
		visit = finish_visit(new_part(PUMP), new_part(FILTER, qty=3), hours=1.08)

		invoice = make_sales_invoice(visit.name)

		self.assertEqual(
			get_rows(invoice),
			[(PUMP, 1, 189.90, 189.90), (FILTER, 3, 24.35, 73.05), (LABOUR_ITEM, 1.25, 63.15, 78.94)],
		)
		self.assertEqual(flt(invoice.net_total, 2), 341.89)
		invoice.insert().submit()
		self.assertEqual(flt(frappe.db.get_value("Sales Invoice", invoice.name, "net_total"), 2), 341.89)
		self.assert_billing_status("Billed", visit)

	def test_the_invoice_is_for_the_visits_customer_address_and_contact_and_leaves_the_stock_alone(self):
		visit = finish_visit(new_part())

		invoice = make_sales_invoice(visit.name)

		for fieldname in ("customer", "company", "customer_address", "contact_person"):
			self.assertTrue(visit.get(fieldname), fieldname)
			self.assertEqual(invoice.get(fieldname), visit.get(fieldname))
		self.assertEqual((invoice.selling_price_list, invoice.currency), (PRICE_LIST, "EUR"))
		self.assertTrue(invoice.is_new())
		self.assertFalse(invoice.update_stock)

	def test_each_line_tells_the_visit_its_day_and_the_equipment(self):
		visit = finish_visit(new_part(), hours=1)

		for row in make_sales_invoice(visit.name).items:
			for text in (visit.name, format_date(visit.mntc_date), BOILER_SERIAL_NO):
				self.assertIn(text, row.description)

	def test_lines_speak_the_customers_language(self):
		frappe.db.set_value("Customer", HOTEL, "language", "fr")
		visit = finish_visit(new_part(), hours=1)

		for row in make_sales_invoice(visit.name).items:
			self.assertIn(f"Visite d'entretien {visit.name} du", row.description)

	def test_an_item_that_was_used_twice_has_two_lines_that_erpnext_takes(self):
		serial_numbered = {**new_part(), "serial_no": make_serial_no("POMPE-0001")}
		visit = finish_visit(new_part(), new_part(), serial_numbered)

		invoice = make_sales_invoice(visit.name).insert()

		texts = [row.description for row in invoice.items]
		self.assertEqual(len(set(texts)), 3, texts)
		self.assertIn("POMPE-0001", texts[2])

	def test_a_unit_of_ten_costs_ten_times_the_price(self):
		if not frappe.db.exists("UOM", "Box"):
			frappe.get_doc({"doctype": "UOM", "uom_name": "Box"}).insert()
		gasket = make_item("JOINT-10", 1.20, uoms=[{"uom": "Box", "conversion_factor": 10}])
		visit = finish_visit(new_part(gasket, qty=2, uom="Box", factor=10))

		(row,) = make_sales_invoice(visit.name).insert().items

		self.assertEqual((row.uom, row.conversion_factor, row.stock_qty), ("Box", 10, 20))
		self.assertEqual((flt(row.rate, 2), flt(row.amount, 2)), (12, 24))

	def test_what_warranty_or_contract_cover_is_left_out(self):
		visit = finish_visit(
			new_part(PUMP, coverage="Under Warranty"),
			new_part(FILTER, coverage="Under Contract"),
			new_part(FILTER),
			hours=2,
			visit=make_covered_visit(),
		)

		self.assertEqual(get_rows(make_sales_invoice(visit.name)), [(FILTER, 1, 24.35, 24.35)])

	def test_a_visit_that_is_covered_altogether_has_nothing_to_bill(self):
		visit = finish_visit(new_part(coverage="Under Warranty"), hours=2, visit=make_covered_visit())

		with self.assert_throws(NothingToBillError, visit.name, "warranty, contract or order cover it"):
			make_sales_invoice(visit.name)

	def test_a_draft_is_not_billed(self):
		visit = make_visit().insert()

		with self.assert_throws(NothingToBillError, visit.name, "is not submitted. Submit it first."):
			make_sales_invoice(visit.name)

	def test_labour_without_its_item_says_where_to_set_it(self):
		change_settings(labour_item=None)
		visit = finish_visit(new_part(), hours=1)

		with self.assert_throws(
			LabourItemMissingError, visit.name, "Set Labour Item in Maintenance Visit Settings"
		):
			make_sales_invoice(visit.name)

	def test_who_may_not_make_invoices_gets_none(self):
		visit = finish_visit(new_part())
		frappe.set_user("julie.perrin@example.com")

		with self.assertRaises(frappe.PermissionError):
			make_sales_invoice(visit.name)

	def test_who_keeps_the_accounts_bills_visits_without_any_other_role(self):
		visit = finish_visit(new_part(), hours=1)
		frappe.set_user(make_user("Accounts User"))

		make_sales_invoice(visit.name).insert().submit()

		self.assert_billing_status("Billed", visit)


class TestBilledOnce(BillingTestCase):
	def test_pressed_again_it_says_which_invoice_there_is(self):
		visit = finish_visit(new_part(), hours=1)
		invoice = make_sales_invoice(visit.name).insert()

		for _state in ("draft", "submitted"):
			with self.assert_throws(NothingToBillError, visit.name, f"Sales Invoice {invoice.name} already"):
				make_sales_invoice(visit.name)
			invoice.submit()

	def test_what_was_left_out_is_billed_later_and_nothing_else(self):
		visit = finish_visit(new_part(PUMP), new_part(FILTER), hours=1)
		invoice = make_sales_invoice(visit.name)
		invoice.items = invoice.items[1:2]
		invoice.insert().submit()

		self.assertEqual([row.item_code for row in make_sales_invoice(visit.name).items], [PUMP, LABOUR_ITEM])

	def test_of_two_invoices_that_were_open_at_once_the_second_is_refused(self):
		visit = finish_visit(new_part(), hours=1)
		first, second = make_sales_invoice(visit.name), make_sales_invoice(visit.name)
		first.insert()

		with self.assert_throws(BilledTwiceError, "Row #1", PUMP, visit.name, first.name, "Delete the row."):
			second.insert()

		second.items = second.items[1:]
		second.items[0].idx = 1
		with self.assert_throws(BilledTwiceError, "Row #1", LABOUR_ITEM, visit.name, first.name):
			second.insert()

	def test_a_line_is_not_in_one_invoice_twice(self):
		invoice = make_sales_invoice(finish_visit(new_part()).name)
		copied = {key: invoice.items[0].get(key) for key in ("item_code", "qty", "maintenance_visit")}
		copied["maintenance_visit_part"] = invoice.items[0].maintenance_visit_part
		invoice.append("items", copied)

		with self.assert_throws(BilledTwiceError, "Row #2", PUMP, "row #1"):
			invoice.insert()

	def test_a_cancelled_invoice_and_its_amendment_are_no_second_ones(self):
		visit = finish_visit(new_part())
		invoice = make_sales_invoice(visit.name).insert().submit()
		invoice.cancel()
		amended = make_sales_invoice(visit.name).update({"amended_from": invoice.name})

		amended.insert().submit()

		self.assert_billing_status("Billed", visit)

	def test_a_line_of_another_customers_visit_or_of_a_draft_is_refused(self):
		visit = finish_visit(new_part())
		invoice = make_sales_invoice(visit.name).insert()
		invoice.customer = BAKERY
		invoice.update({"customer_address": None, "contact_person": None})
		with self.assert_throws(VisitMismatchError, "Row #1", visit.name, "another customer"):
			invoice.save()

		invoice.reload()
		draft = make_visit().insert()
		invoice.items[0].maintenance_visit = draft.name
		with self.assert_throws(VisitMismatchError, "Row #1", draft.name, "is not submitted"):
			invoice.save()


class TestSeveralVisits(BillingTestCase):
	def test_two_visits_come_into_one_invoice(self):
		first, second = finish_visit(new_part(PUMP), hours=1), finish_visit(new_part(FILTER))
		begun = {"company": first.company, "currency": "USD", "selling_price_list": "Standard Selling"}
		invoice = frappe.new_doc("Sales Invoice", **begun)
		invoice.append("items", {})

		invoice = map_docs(METHOD, frappe.as_json([first.name, second.name]), invoice.as_json())
		invoice.insert().submit()

		self.assertEqual([row.maintenance_visit for row in invoice.items], [first.name] * 2 + [second.name])
		self.assertEqual([row.idx for row in invoice.items], [1, 2, 3])
		self.assertEqual((invoice.currency, invoice.selling_price_list), ("EUR", PRICE_LIST))
		self.assertEqual(flt(invoice.net_total, 2), 277.40)
		self.assertNotIn(second.name, invoice.items[0].description)
		self.assert_billing_status("Billed", first, second)

	def test_a_visit_that_the_invoice_has_already_is_not_added_again(self):
		visit = finish_visit(new_part())
		invoice = make_sales_invoice(visit.name)

		with self.assert_throws(NothingToBillError, visit.name, "is in this invoice already"):
			make_sales_invoice(visit.name, invoice)
		with self.assert_throws(NothingToBillError, visit.name, "is in this invoice already"):
			make_sales_invoice(visit.name, invoice.insert().as_json())

	def test_a_visit_of_another_customer_comes_into_an_invoice_of_its_own(self):
		visit = finish_visit(new_part())
		other = finish_visit(new_part(), visit=make_visit(BAKERY, {SPLIT: None}))
		invoice = make_sales_invoice(visit.name)

		with self.assert_throws(OtherInvoiceError, other.name, BAKERY, HOTEL, "one of its own"):
			make_sales_invoice(other.name, invoice)


def get_rows(invoice) -> list[tuple]:
	return [(row.item_code, row.qty, flt(row.rate, 2), flt(row.amount, 2)) for row in invoice.items]


def make_covered_visit():
	visit = make_visit()
	visit.purposes[0].coverage = "Under Warranty"
	return visit


def make_serial_no(name: str) -> str:
	"""Write the record of a pump; ERPNext lets nobody make one of an item that isn't kept in stock."""
	values = {"name": name, "serial_no": name, "item_code": PUMP, "item_name": PUMP}
	frappe.get_doc({"doctype": "Serial No", **values}).db_insert()
	return name
