import re

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.later_visits import LaterVisitsError
from maintenance_visit_app.maintenance_visits.mappers import (
	from_maintenance_schedule,
	from_sales_order,
	from_warranty_claim,
)
from maintenance_visit_app.tests import (
	BOILER,
	CLINIC,
	HOTEL,
	SPLIT,
	VisitTestCase,
	do_work,
	make_claim,
	make_order,
	make_services,
	make_visit,
	make_yearly_schedule,
)
from maintenance_visit_app.tests.desk_requests import cancel

USER = "julie.perrin@example.com"


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

	def test_the_way_through_is_numbered_last_first_and_complete(self):
		"""The later visit is held itself, by one for another order: that one is told at once, too."""
		first_order, second_order = make_order(items=(BOILER, SPLIT)), make_order(items=(BOILER, SPLIT))
		first = visit_order(first_order, BOILER, -3)
		both = from_sales_order.make_maintenance_visit(first_order.name)
		both = from_sales_order.make_maintenance_visit(second_order.name, both)
		both.purposes = both.purposes[:2]
		both, last = submit(both, -2), visit_order(second_order, SPLIT, -1)

		steps = self.get_steps(first)

		self.assertEqual([number for number, _visit in steps], ["1", "2"])
		self.assertEqual([visit for _number, visit in steps], [last.name, both.name])
		for _number, name in steps:
			cancel(frappe.get_doc("Maintenance Visit", name))
		self.assertEqual(cancel(first).status, "Cancelled")

	def test_times_that_are_missing_leave_a_way_through(self):
		"""By time, then by what was made later, each of the three would come after another one."""
		sales_order = make_order(items=(BOILER, SPLIT, *make_services(1)))
		for item, time in ((BOILER, "14:00:00"), (SPLIT, None), ("ENT-000", "09:00:00")):
			visit_order(sales_order, item, -1, mntc_time=time)
		names = frappe.get_all(
			"Maintenance Visit Purpose", {"prevdoc_docname": sales_order.name}, pluck="parent"
		)

		cancelled = [name for name in names * 3 if self.is_cancelled_by_desk(name)]

		self.assertEqual(sorted(cancelled), sorted(names))

	def test_visit_that_the_user_may_not_read_is_not_named(self):
		sales_order = make_order(items=(BOILER, SPLIT))
		first, second = visit_order(sales_order, BOILER, -2), visit_order(sales_order, SPLIT, -1)
		frappe.db.set_value("Maintenance Visit", second.name, "customer", CLINIC)
		self.restrict(USER, "Customer", HOTEL)
		frappe.set_user(USER)

		with self.assert_throws(LaterVisitsError, "a document that you may not read") as caught:
			cancel(first)
		self.assertNotIn(second.name, str(caught.raises.exception))

	def get_steps(self, visit) -> list[tuple[str, str]]:
		with self.assert_throws(LaterVisitsError, "No other visit has to be cancelled") as caught:
			cancel(visit)
		text = frappe.utils.strip_html(str(caught.raises.exception))
		return re.findall(r"(\d+)\. (MAT-MVS-\d+-\d+)", text)

	def is_cancelled_by_desk(self, name: str) -> bool:
		visit = frappe.get_doc("Maintenance Visit", name)
		if visit.docstatus == 2:
			return False
		try:
			return cancel(visit).docstatus == 2
		except LaterVisitsError:
			return False

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
