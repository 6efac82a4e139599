"""What schedules and claims say follows from all submitted visits, whichever is submitted or cancelled."""

import frappe
from frappe.utils import add_days, getdate, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.dates import DateOutsideScheduleError
from maintenance_visit_app.tests import (
	JULIE,
	SPLIT,
	VisitTestCase,
	do_work,
	make_claim,
	make_visit,
	make_yearly_schedule,
)
from maintenance_visit_app.tests.desk_requests import cancel, save


class TestSchedule(VisitTestCase):
	def test_row_is_pending_again_only_when_no_submitted_visit_covers_it(self):
		schedule = make_yearly_schedule()
		first, second = make_scheduled_visit(schedule), make_scheduled_visit(schedule)
		first.submit()
		second.submit()

		self.assert_row(schedule, "Fully Completed", getdate(second.mntc_date))
		second.cancel()
		self.assert_row(schedule, "Fully Completed", getdate(first.mntc_date))
		first.cancel()
		self.assert_row(schedule, "Pending", None)

	def test_partial_work_is_told(self):
		schedule = make_yearly_schedule()
		make_scheduled_visit(schedule, "Partially Completed").submit()

		self.assert_row(schedule, "Partially Completed", getdate(today()))

	def test_scheduled_visit_outside_the_period_is_refused(self):
		schedule = make_yearly_schedule()
		visit = make_scheduled_visit(schedule)
		visit.mntc_date = add_days(today(), 366 + 31)

		with self.assert_throws(DateOutsideScheduleError, schedule.name, "choose a date between"):
			visit.save()
		unplanned = frappe.get_doc("Maintenance Visit", visit.name)
		unplanned.update({"mntc_date": visit.mntc_date, "maintenance_type": "Unscheduled"})
		self.assertEqual(unplanned.save().status, "Planned")

	def test_name_of_an_item_in_a_schedule_is_text_in_the_message(self):
		schedule = make_yearly_schedule()
		hostile = {"item_name": "<img src=x onerror=alert(1)>"}
		frappe.db.set_value("Maintenance Schedule Detail", schedule.schedules[0].name, hostile)
		visit = make_scheduled_visit(schedule)
		visit.mntc_date = add_days(today(), 366 + 31)

		with self.assertRaises(DateOutsideScheduleError) as refused:
			save(visit)

		self.assertIn("&lt;img src=x", str(refused.exception))
		self.assertNotIn("<img", str(refused.exception))

	def test_schedule_item_that_is_gone_binds_nobody(self):
		schedule = make_yearly_schedule()
		visit = make_scheduled_visit(schedule)
		frappe.db.delete("Maintenance Schedule Item", {"parent": schedule.name})

		visit.submit()

		self.assert_row(schedule, "Fully Completed", getdate(today()))

	def assert_row(self, schedule, status: str, date) -> None:
		row = frappe.db.get_value(
			"Maintenance Schedule Detail",
			schedule.schedules[0].name,
			["completion_status", "actual_date"],
			as_dict=True,
		)
		self.assertEqual((row.completion_status, row.actual_date), (status, date))


class TestClaim(VisitTestCase):
	def test_claim_follows_its_visits_and_can_be_saved_afterwards(self):
		claim = make_claim()
		partial = make_visit_for_claim(claim, "Partially Completed", "Gasket ordered.").submit()
		self.assert_claim(claim, "Work In Progress", "Gasket ordered.", "julie.perrin@example.com")
		full = make_visit_for_claim(claim, "Fully Completed", "Gasket replaced.").submit()
		self.assert_claim(claim, "Closed", "Gasket replaced.", "julie.perrin@example.com")

		claim.reload().save()
		full.cancel()
		self.assert_claim(claim, "Work In Progress", "Gasket ordered.", "julie.perrin@example.com")
		partial.cancel()
		self.assert_claim(claim, "Open", None, None)

	def test_claim_stays_closed_when_a_later_partial_visit_is_cancelled(self):
		claim = make_claim()
		make_visit_for_claim(claim, "Fully Completed", "Gasket replaced.").submit()
		make_visit_for_claim(claim, "Partially Completed", "Looked at it again.").submit().cancel()

		self.assert_claim(claim, "Closed", "Gasket replaced.", "julie.perrin@example.com")

	def test_claim_that_was_closed_or_cancelled_by_hand_stays_so(self):
		for status in ("Closed", "Cancelled"):
			claim = make_claim()
			partial = save(make_visit_for_claim(claim, "Partially Completed", "Gasket ordered."), "Submit")
			claim = save(claim.reload().update({"status": status, "resolution_details": "By telephone."}))

			other = save(make_visit_for_claim(claim, "Partially Completed", "Looked at it."), "Submit")
			self.assert_by_hand(claim, status)
			for visit in (other, partial):
				cancel(visit)
				self.assert_by_hand(claim, status)

	def test_claim_that_was_closed_by_hand_stays_so_when_it_is_completed_and_cancelled(self):
		claim = save(make_claim().update({"status": "Closed", "resolution_details": "By telephone."}))
		visit = save(make_visit_for_claim(claim, "Fully Completed", "Gasket replaced."), "Submit")
		self.assert_by_hand(claim, "Closed")

		cancel(visit)

		self.assert_by_hand(claim, "Closed")

	def test_claim_that_a_visit_closed_is_open_again_whatever_was_added_to_its_details(self):
		claim = make_claim()
		visit = save(make_visit_for_claim(claim, "Fully Completed", "Gasket replaced."), "Submit")
		save(claim.reload().update({"resolution_details": "Gasket replaced. Told the customer."}))

		cancel(visit)

		self.assert_claim(claim, "Open", None, None)

	def test_what_somebody_wrote_stays_where_a_visit_did_nothing(self):
		by_hand = {"status": "Work In Progress", "resolution_details": "By telephone."}
		claim = save(make_claim().update(by_hand))
		visit = make_visit_for_claim(claim, "Partially Completed", "Nobody was at home.")
		done = {"completion_status": "Fully Completed", "work_done": "Filters cleaned."}
		visit.append("purposes", {"item_code": SPLIT, "service_person": JULIE, **done})
		visit.purposes[0].completion_status = "Pending"

		visit = save(visit, "Submit")
		self.assert_by_hand(claim, "Work In Progress")

		cancel(visit)
		self.assert_by_hand(claim, "Work In Progress")

	def assert_by_hand(self, claim, status: str) -> None:
		claim.reload()
		self.assertEqual((claim.status, claim.resolution_details), (status, "By telephone."))

	def assert_claim(self, claim, status: str, details: str | None, user: str | None) -> None:
		claim.reload()
		told = (claim.status, claim.resolution_details or None, claim.resolved_by or None)
		self.assertEqual(told, (status, details, user))


def make_scheduled_visit(schedule, completion_status: str = "Fully Completed"):
	visit = make_visit(maintenance_type="Scheduled", maintenance_schedule=schedule.name)
	visit.purposes[0].maintenance_schedule_detail = schedule.schedules[0].name
	return do_work(visit, completion_status).insert()


def make_visit_for_claim(claim, completion_status: str, work_done: str):
	visit = make_visit()
	visit.purposes[0].update({"prevdoc_doctype": "Warranty Claim", "prevdoc_docname": claim.name})
	return do_work(visit, completion_status, work_done).insert()
