"""A part leaves the stock once, whichever of Stock Entry, invoice and Delivery Note takes it out first."""

from contextlib import suppress

import frappe
from erpnext.accounts.doctype.sales_invoice.sales_invoice import make_delivery_note

from maintenance_visit_app.demo.records import make_price
from maintenance_visit_app.demo.stock import get_warehouse
from maintenance_visit_app.maintenance_visits.mappers.to_sales_invoice import make_sales_invoice
from maintenance_visit_app.maintenance_visits.mappers.to_stock_entry import (
	has_parts_to_issue,
	make_stock_entry,
)
from maintenance_visit_app.maintenance_visits.parts.errors import AlreadyIssuedError
from maintenance_visit_app.overrides.sales_invoice import VisitMismatchError
from maintenance_visit_app.tests import desk_requests
from maintenance_visit_app.tests.billing import PRICE_LIST, BillingTestCase
from maintenance_visit_app.tests.parts import GASKET, get_qty, make_visit_with


class TestLeftOnce(BillingTestCase):
	def setUp(self) -> None:
		super().setUp()
		make_price(GASKET, 30, PRICE_LIST)
		self.visit = make_visit_of({"qty": 3})
		self.before = get_qty(GASKET)

	def test_an_invoice_does_not_take_out_again_what_the_stock_entry_issued(self):
		stock_entry = desk_requests.save(make_stock_entry(self.visit.name), "Submit")
		invoice = new_invoice(self.visit, update_stock=1)

		fragments = ("Row #1", self.visit.name, stock_entry.name, "0 is left", "uncheck Update Stock")
		with self.assert_throws(AlreadyIssuedError, *fragments):
			desk_requests.save(invoice, "Submit")
		desk_requests.save(invoice.update({"update_stock": 0}), "Submit")

		self.assertEqual(get_qty(GASKET), self.before - 3)

	def test_a_draft_entry_holds_its_parts_too(self):
		draft = desk_requests.save(make_stock_entry(self.visit.name))

		with self.assert_throws(AlreadyIssuedError, draft.name):
			desk_requests.save(new_invoice(self.visit, update_stock=1))

	def test_an_entry_without_rows_takes_nothing_out_and_breaks_nothing(self):
		draft = desk_requests.save(make_stock_entry(self.visit.name))

		# ERPNext's own says that rows are missing
		with suppress(frappe.ValidationError):
			desk_requests.save(draft.update({"items": []}), "Submit")

		self.assertEqual(get_qty(GASKET), self.before)

	def test_a_stock_entry_does_not_take_out_again_what_an_invoice_took(self):
		waiting = make_stock_entry(self.visit.name)
		invoice = desk_requests.save(new_invoice(self.visit, update_stock=1), "Submit")
		self.assertEqual(get_qty(GASKET), self.before - 3)

		with self.assert_throws(AlreadyIssuedError, "Row #1", self.visit.name, invoice.name):
			desk_requests.save(waiting, "Submit")
		self.assertFalse(has_parts_to_issue(self.visit.name))

		desk_requests.cancel(invoice)
		desk_requests.save(waiting, "Submit")
		self.assertEqual(get_qty(GASKET), self.before - 3)

	def test_what_an_invoice_left_in_stock_is_still_issued(self):
		visit = make_visit_of({"qty": 3}, {"qty": 2, "coverage": "Under Warranty"})
		desk_requests.save(new_invoice(visit, update_stock=1), "Submit")
		stock_entry = make_stock_entry(visit.name)
		self.assertEqual([(row.item_code, row.qty) for row in stock_entry.items], [(GASKET, 2)])

		stock_entry.items[0].qty = 4
		with self.assert_throws(AlreadyIssuedError, "2 is left"):
			desk_requests.save(stock_entry, "Submit")
		stock_entry.items[0].qty = 2
		desk_requests.save(stock_entry, "Submit")

		self.assertEqual(get_qty(GASKET), self.before - 5)

	def test_a_delivery_of_the_invoice_does_not_take_out_again_what_the_stock_entry_issued(self):
		stock_entry = desk_requests.save(make_stock_entry(self.visit.name), "Submit")
		note = self.deliver_invoice()

		fragments = ("Row #1", self.visit.name, stock_entry.name, "0 is left")
		with self.assert_throws(AlreadyIssuedError, *fragments):
			desk_requests.save(note)
		desk_requests.cancel(stock_entry)
		desk_requests.save(note, "Submit")

		self.assertEqual(get_qty(GASKET), self.before - 3)

	def test_nothing_takes_out_again_what_was_delivered_until_it_comes_back(self):
		waiting = make_stock_entry(self.visit.name)
		invoice = desk_requests.save(new_invoice(self.visit), "Submit").name
		# ERPNext offers no other one once it is delivered: this is who opened it before
		note, other = self.deliver_invoice(invoice), self.deliver_invoice(invoice)
		note = desk_requests.save(note, "Submit")
		self.assertEqual(get_qty(GASKET), self.before - 3)

		with self.assert_throws(AlreadyIssuedError, "Row #1", note.name):
			desk_requests.save(waiting, "Submit")
		self.assertFalse(has_parts_to_issue(self.visit.name))
		with self.assert_throws(AlreadyIssuedError, "Row #1", note.name):
			desk_requests.save(other)

		desk_requests.cancel(note)
		self.assertTrue(has_parts_to_issue(self.visit.name))
		desk_requests.save(waiting, "Submit")
		self.assertEqual(get_qty(GASKET), self.before - 3)

	def test_a_delivery_of_anything_else_is_none_of_our_business(self):
		note = self.deliver_invoice()
		desk_requests.save(make_stock_entry(self.visit.name), "Submit")
		for row in note.items:
			row.update({"si_detail": None, "against_sales_invoice": None})

		desk_requests.save(note, "Submit")

		self.assertEqual(get_qty(GASKET), self.before - 6)

	def deliver_invoice(self, invoice: str | None = None):
		"""Return a Delivery Note as ERPNext's button makes it from an invoice of the visit."""
		invoice = invoice or desk_requests.save(new_invoice(self.visit), "Submit").name
		note = make_delivery_note(invoice)
		note.items = [row for row in note.items if row.item_code == GASKET]
		for row in note.items:
			row.warehouse = get_warehouse()
		return note

	def test_a_plain_invoice_and_the_stock_entry_go_together(self):
		desk_requests.save(new_invoice(self.visit), "Submit")
		desk_requests.save(make_stock_entry(self.visit.name), "Submit")

		self.assertEqual(get_qty(GASKET), self.before - 3)


class TestPartsOfOtherVisits(BillingTestCase):
	def test_a_row_with_a_part_of_another_visit_or_of_none_is_refused(self):
		make_price(GASKET, 30, PRICE_LIST)
		first, second = make_visit_of({"qty": 1}), make_visit_of({"qty": 1})
		invoice = new_invoice(first)
		for values, fragment in (
			({"maintenance_visit": second.name}, second.name),
			({"maintenance_visit": None}, "not of"),
			({"maintenance_visit": first.name, "maintenance_visit_part": "no-such-part"}, first.name),
			({"maintenance_visit_part": second.parts[0].name}, first.name),
		):
			invoice.items[0].update(values)
			with self.subTest(values), self.assert_throws(VisitMismatchError, "Row #1", fragment):
				desk_requests.save(invoice)

	def test_text_that_people_typed_is_told_as_text(self):
		make_price(GASKET, 30, PRICE_LIST)
		visit = make_visit_of({"qty": 1})
		first, again = new_invoice(visit), new_invoice(visit)
		desk_requests.save(first)
		again.items[0].item_name = "<img src=x onerror=alert(1)>"

		with self.assertRaises(frappe.ValidationError) as raised:
			desk_requests.save(again)

		self.assertIn("&lt;img", str(raised.exception))
		self.assertNotIn("<img", str(raised.exception))


def make_visit_of(*parts: dict):
	parts = [{"item_code": GASKET, "coverage": "Billable", **part} for part in parts]
	return make_visit_with(*parts).insert().submit()


def new_invoice(visit, **values):
	invoice = make_sales_invoice(visit.name).update(values)
	for row in invoice.items:
		row.warehouse = get_warehouse()
	return invoice
