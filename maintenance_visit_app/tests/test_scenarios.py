"""What service companies live through, from the first document to the last. Each test is a story."""

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.demo.documents import amend_visit, make_schedule
from maintenance_visit_app.maintenance_visits.mappers import (
	from_sales_order,
	from_warranty_claim,
)
from maintenance_visit_app.maintenance_visits.mappers.follow_up import make_follow_up_visit
from maintenance_visit_app.maintenance_visits.mappers.mapping import NothingLeftToDoError
from maintenance_visit_app.maintenance_visits.planning.planned_visits import (
	generate_planned_visits,
)
from maintenance_visit_app.tests import (
	BOILER,
	BOILER_SERIAL_NO,
	HOTEL,
	JULIE,
	SPLIT,
	VisitTestCase,
	do_work,
	make_claim,
	make_order,
)


class TestScenarios(VisitTestCase):
	def test_order_is_visited_twice_until_all_is_done(self):
		# The hotel orders the maintenance of its boiler and its air conditioner.
		sales_order = make_order(items=(BOILER, SPLIT), shares={JULIE: 100})

		# Julie does the boiler; a filter of the air conditioner is missing.
		visit = from_sales_order.make_maintenance_visit(sales_order.name).insert()
		self.assertEqual(visit.status, "Planned")
		boiler, air_conditioner = visit.purposes
		boiler.update({"completion_status": "Fully Completed", "work_done": "Burner cleaned."})
		air_conditioner.update({"completion_status": "Partially Completed", "work_done": "Filter ordered."})
		visit.submit()
		self.assertEqual(visit.completion_status, "Partially Completed")
		self.assert_order(sales_order, "Partly Serviced")

		# She comes back with the filter.
		follow_up = make_follow_up_visit(visit.name)
		self.assertEqual([row.item_code for row in follow_up.purposes], [SPLIT])
		do_work(follow_up, work_done="Filter replaced.").insert().submit()

		# The order is done, and nobody is sent there again.
		self.assert_order(sales_order, "Fully Serviced")
		with self.assert_throws(NothingLeftToDoError, visit.name, follow_up.name):
			from_sales_order.make_maintenance_visit(sales_order.name)

	def test_schedule_is_planned_ahead_and_done_date_by_date(self):
		# The hotel's boiler is looked after every week for three weeks.
		schedule = make_schedule(HOTEL, {BOILER: ("Weekly", 3, 0, JULIE)})

		# On Monday the dispatcher plans two weeks ahead.
		visits = generate_planned_visits(schedule.name, add_days(today(), 15))
		self.assertEqual([self.get_status(visit) for visit in visits], ["Planned", "Planned"])

		# Julie does the first date a day early, the second as planned.
		for name, work_done in zip(visits, ("Burner cleaned.", "Pressure checked."), strict=True):
			visit = do_work(frappe.get_doc("Maintenance Visit", name), work_done=work_done)
			visit.mntc_date = add_days(visit.mntc_date, -1)
			visit.submit()
		self.assert_schedule(schedule, ["Fully Completed", "Fully Completed", "Pending"])

		# The last date is planned when its time has come, and then nothing is left.
		(last,) = generate_planned_visits(schedule.name, add_days(today(), 30))
		do_work(frappe.get_doc("Maintenance Visit", last)).submit()
		self.assert_schedule(schedule, ["Fully Completed"] * 3)
		self.assertEqual(generate_planned_visits(schedule.name, add_days(today(), 60)), [])

	def test_claim_is_settled_reopened_by_a_cancelled_visit_and_settled_again(self):
		# A boiler under warranty leaks.
		claim = make_claim(serial_no=BOILER_SERIAL_NO, complaint="Leaks since Monday.")
		visit = do_work(from_warranty_claim.make_maintenance_visit(claim.name), work_done="Gasket replaced.")
		visit.insert().submit()
		self.assert_claim(claim, "Closed", "Gasket replaced.")

		# It was the wrong boiler: the visit is cancelled, and the claim is open as if nothing had happened.
		visit.cancel()
		self.assert_claim(claim, "Open", None)

		# The amended visit settles it.
		amended = amend_visit(visit)
		amended.update({"mntc_date": today()}).purposes[0].work_done = "Gasket of the right boiler replaced."
		amended.insert().submit()
		self.assert_claim(claim, "Closed", "Gasket of the right boiler replaced.")

	def assert_order(self, sales_order, status: str) -> None:
		self.assertEqual(sales_order.reload().maintenance_status, status)

	def assert_schedule(self, schedule, statuses: list[str]) -> None:
		self.assertEqual([row.completion_status for row in schedule.reload().schedules], statuses)

	def assert_claim(self, claim, status: str, details: str | None) -> None:
		claim.reload()
		self.assertEqual((claim.status, claim.resolution_details or None), (status, details))

	def get_status(self, visit: str) -> str:
		return frappe.db.get_value("Maintenance Visit", visit, "status")
