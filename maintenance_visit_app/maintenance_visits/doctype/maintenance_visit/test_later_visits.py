from frappe.utils import add_days, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.later_visits import LaterVisitsError
from maintenance_visit_app.maintenance_visits.mappers import (
	from_maintenance_schedule,
	from_sales_order,
	from_warranty_claim,
)
from maintenance_visit_app.tests import (
	BOILER,
	SPLIT,
	VisitTestCase,
	do_work,
	make_claim,
	make_order,
	make_visit,
	make_yearly_schedule,
)


class TestLaterVisits(VisitTestCase):
	def test_later_visit_for_the_same_order_is_cancelled_first(self):
		sales_order = make_order(items=(BOILER, SPLIT))
		first, second = visit_order(sales_order, BOILER, -2), visit_order(sales_order, SPLIT, -1)

		self.assert_blocked(first, second, sales_order.name)
		second.cancel()
		self.assertEqual(first.cancel().status, "Cancelled")

	def test_any_row_counts_not_the_last_one_only(self):
		claim, other = make_claim(), make_claim(item=SPLIT)
		first = from_warranty_claim.make_maintenance_visit(claim.name)
		first = submit(from_warranty_claim.make_maintenance_visit(other.name, first), -2)
		second = from_warranty_claim.make_maintenance_visit(
			claim.reload().update({"status": "Open"}).save().name
		)
		second = submit(second, -1)

		self.assert_blocked(first, second, claim.name)

	def test_same_day_without_a_time_what_was_made_later_is_later(self):
		sales_order = make_order(items=(BOILER, SPLIT))
		first = visit_order(sales_order, BOILER, -1, mntc_time=None)
		second = visit_order(sales_order, SPLIT, -1, mntc_time=None)

		self.assert_blocked(first, second)
		second.cancel()
		first.cancel()

	def test_same_day_the_time_decides(self):
		sales_order = make_order(items=(BOILER, SPLIT))
		afternoon = visit_order(sales_order, BOILER, -1, mntc_time="14:00:00")
		morning = visit_order(sales_order, SPLIT, -1, mntc_time="09:00:00")

		self.assert_blocked(morning, afternoon)
		self.assertEqual(afternoon.cancel().status, "Cancelled")

	def test_same_row_of_a_schedule_blocks_and_another_row_does_not(self):
		schedule = make_yearly_schedule()
		first, second = visit_schedule(schedule, "Partially Completed"), visit_schedule(schedule)

		self.assert_blocked(first, second, schedule.name)

	def test_document_of_another_kind_with_the_same_name_does_not_block(self):
		claim = make_claim()
		sales_order = make_order(items=(SPLIT,))
		first = submit(from_warranty_claim.make_maintenance_visit(claim.name), -2)
		second = visit_order(sales_order, SPLIT, -1)
		second.purposes[0].db_set("prevdoc_docname", claim.name)

		self.assertEqual(first.cancel().status, "Cancelled")

	def test_visits_without_a_source_do_not_block_each_other(self):
		first, _second = submit(make_visit(), -2), submit(make_visit(), -1)

		self.assertEqual(first.cancel().status, "Cancelled")

	def assert_blocked(self, visit, later, *fragments: str) -> None:
		with self.assert_throws(LaterVisitsError, "Cancel these later visits", later.name, *fragments):
			visit.reload().cancel()
		self.assertEqual(visit.reload().docstatus, 1)


def visit_order(sales_order, item: str, days: int, **values):
	visit = from_sales_order.make_maintenance_visit(sales_order.name)
	visit.purposes = [row for row in visit.purposes if row.item_code == item]
	return submit(visit, days, **values)


def visit_schedule(schedule, completion_status: str = "Fully Completed"):
	return submit(from_maintenance_schedule.make_maintenance_visit(schedule.name), 0, completion_status)


def submit(visit, days: int, completion_status: str = "Fully Completed", **values):
	visit.update({"mntc_date": add_days(today(), days), **values})
	return do_work(visit, completion_status).insert().submit()
