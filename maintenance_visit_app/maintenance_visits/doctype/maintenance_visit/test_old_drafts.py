"""Drafts and visits that ERPNext made before this app: their rows know an order, but none of its lines."""

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sources import LineDoneError
from maintenance_visit_app.maintenance_visits.mappers.from_sales_order import make_maintenance_visit
from maintenance_visit_app.tests import BOILER, HOTEL, SPLIT, VisitTestCase, do_work, make_order, make_visit
from maintenance_visit_app.tests.desk_requests import save


class TestOldDrafts(VisitTestCase):
	def test_second_draft_of_an_order_for_another_item_is_submitted(self):
		sales_order = make_order(items=(BOILER, SPLIT))
		save(save(make_old_draft(sales_order, BOILER)), "Submit")

		visit = save(save(make_old_draft(sales_order, SPLIT)), "Submit")

		self.assertEqual(visit.status, "Submitted")
		self.assertEqual(sales_order.reload().maintenance_status, "Fully Serviced")

	def test_second_draft_for_the_same_item_is_told_which_visit_did_it(self):
		sales_order = make_order(items=(BOILER, SPLIT))
		first = save(save(make_old_draft(sales_order, BOILER)), "Submit")
		second = save(make_old_draft(sales_order, BOILER))

		with self.assert_throws(LineDoneError, "Row #1", sales_order.name, first.name):
			save(second, "Submit")

	def test_name_of_an_item_that_was_done_is_text_in_the_message(self):
		sales_order = make_order(items=(BOILER,))
		first, second = (save(make_new_draft(sales_order, BOILER)) for _visit in range(2))
		save(first, "Submit")
		second.purposes[0].item_name = "<img src=x onerror=alert(1)>"

		with self.assertRaises(LineDoneError) as refused:
			save(second, "Submit")

		self.assertIn("&lt;img src=", str(refused.exception))
		self.assertNotIn("<img", str(refused.exception))

	def test_old_draft_of_another_order_is_none_of_its_business(self):
		save(save(make_old_draft(make_order(items=(BOILER,)), BOILER)), "Submit")

		visit = save(save(make_old_draft(make_order(items=(BOILER,)), BOILER)), "Submit")

		self.assertEqual(visit.status, "Submitted")

	def test_old_and_new_rows_for_one_line_meet(self):
		for makes in ((make_old_draft, make_new_draft), (make_new_draft, make_old_draft)):
			sales_order = make_order(items=(BOILER, SPLIT))
			first, second = (save(make(sales_order, BOILER)) for make in makes)
			save(first, "Submit")

			with self.assert_throws(LineDoneError, "Row #1", first.name):
				save(second, "Submit")


def make_old_draft(sales_order, item: str):
	visit = do_work(make_visit(HOTEL, {item: None}))
	visit.purposes[0].update({"prevdoc_doctype": "Sales Order", "prevdoc_docname": sales_order.name})
	return visit


def make_new_draft(sales_order, item: str):
	visit = do_work(make_maintenance_visit(sales_order.name))
	visit.purposes = [row for row in visit.purposes if row.item_code == item]
	return visit
