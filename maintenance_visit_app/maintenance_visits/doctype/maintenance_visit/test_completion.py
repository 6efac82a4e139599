import frappe

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.completion import (
	CompletionStatusError,
)
from maintenance_visit_app.maintenance_visits.mappers.from_sales_order import make_maintenance_visit
from maintenance_visit_app.tests import (
	BOILER,
	HOTEL,
	SPLIT,
	VisitTestCase,
	do_work,
	make_order,
	make_visit,
	make_yearly_schedule,
)
from maintenance_visit_app.tests.desk_requests import save

FULLY, PARTIALLY, PENDING = "Fully Completed", "Partially Completed", "Pending"


class TestCompletion(VisitTestCase):
	def test_pending_row_contradicts_a_fully_completed_visit_and_is_not_overwritten(self):
		visit = save(get_visit(FULLY, None, PENDING))

		with self.assert_throws(CompletionStatusError, "Row #2 is Pending", "Partially Completed"):
			save(visit, "Submit")
		self.assertEqual(get_rows(visit.reload()), [None, PENDING])

	def test_every_row_that_contradicts_is_named(self):
		visit = save(get_visit(FULLY, PARTIALLY, PENDING))

		with self.assert_throws(CompletionStatusError, "Row #1 is Partially Completed", "Row #2 is Pending"):
			save(visit, "Submit")

	def test_nothing_is_asked_of_a_pending_row_of_a_partial_visit(self):
		visit = get_visit(PARTIALLY, None, PENDING)
		visit.purposes[1].work_done = None

		visit = save(save(visit), "Submit")

		self.assertEqual(get_rows(visit), [PARTIALLY, PENDING])

	def test_order_whose_visited_rows_are_all_pending_is_not_visited(self):
		sales_order = make_order(items=(BOILER, SPLIT))
		visit = do_work(make_maintenance_visit(sales_order.name), PARTIALLY)
		for row in visit.purposes:
			row.completion_status = PENDING

		save(save(visit), "Submit")

		self.assertEqual(sales_order.reload().maintenance_status, "Not Visited")

	def test_schedule_and_order_agree_that_a_pending_row_is_no_visit(self):
		schedule = make_yearly_schedule()
		visit = make_visit(maintenance_schedule=schedule.name, completion_status=PARTIALLY)
		visit.purposes[0].maintenance_schedule_detail = schedule.schedules[0].name
		visit.purposes[0].completion_status = PENDING

		save(save(do_work(visit, PARTIALLY)), "Submit")

		row = frappe.get_doc("Maintenance Schedule Detail", schedule.schedules[0].name)
		self.assertEqual((row.completion_status, row.actual_date), (PENDING, None))


def get_visit(completion_status: str, *rows: str | None):
	visit = do_work(make_visit(HOTEL, {BOILER: None, SPLIT: None}), completion_status)
	for row, status in zip(visit.purposes, rows, strict=True):
		row.completion_status = status
	return visit


def get_rows(visit) -> list[str | None]:
	return [row.completion_status or None for row in visit.purposes]
