from unittest.mock import patch

import frappe
from frappe.utils import add_days, now

from maintenance_visit_app.demo.documents import amend_visit, make_schedule
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit import drafts
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.drafts import (
	DraftsLeftError,
	WorkBegunError,
	delete_drafts,
	delete_each,
	detach_drafts,
	get_drafts,
)
from maintenance_visit_app.maintenance_visits.mappers.follow_up import make_follow_up_visit
from maintenance_visit_app.maintenance_visits.mappers.from_sales_order import make_maintenance_visit
from maintenance_visit_app.maintenance_visits.mappers.test_follow_up import make_partial_visit
from maintenance_visit_app.maintenance_visits.planning.planned_visits import generate_planned_visits
from maintenance_visit_app.tests import (
	BOILER,
	CLINIC,
	HOTEL,
	JULIE,
	VisitTestCase,
	do_work,
	make_visit,
	make_yearly_schedule,
)
from maintenance_visit_app.tests.desk_requests import cancel, save
from maintenance_visit_app.tests.test_rest_api import APITestCase

VISIT, SCHEDULE = "Maintenance Visit", "Maintenance Schedule"
USER, SALES_USER = "julie.perrin@example.com", "luc.fontaine@example.com"


class TestDraftsOfAVisit(VisitTestCase):
	def test_cancel_names_the_draft_follow_up_and_what_to_do(self):
		visit, follow_up = self.get_followed_visit()

		with self.assert_throws(DraftsLeftError, visit.name, follow_up.name, "Delete or detach"):
			cancel(visit)
		self.assertEqual(visit.reload().docstatus, 1)

	def test_detached_follow_up_stays_with_its_rows(self):
		visit, follow_up = self.get_followed_visit()

		self.assertEqual(get_drafts(VISIT, visit.name), [follow_up.name])
		detach_drafts(VISIT, visit.name)

		self.assertEqual(cancel(visit).status, "Cancelled")
		follow_up.reload()
		self.assertEqual((follow_up.follow_up_of, len(follow_up.purposes)), (None, 1))

	def test_deleted_follow_up_is_gone(self):
		visit, follow_up = self.get_followed_visit()

		delete_drafts(VISIT, visit.name)

		self.assertEqual(cancel(visit).status, "Cancelled")
		self.assertFalse(frappe.db.exists(VISIT, follow_up.name))

	def test_drafts_go_and_the_visit_is_cancelled_in_one_request(self):
		for verb in (delete_drafts, detach_drafts):
			visit, _follow_up = self.get_followed_visit()
			with self.subTest(verb.__name__):
				verb(VISIT, visit.name, cancel=True)
				self.assertEqual((visit.reload().status, get_drafts(VISIT, visit.name)), ("Cancelled", []))

	def test_what_was_begun_is_not_deleted(self):
		visit, follow_up = self.get_followed_visit()
		follow_up.append("time_logs", {"service_person": JULIE, "from_time": now()})
		save(follow_up)

		with self.assert_throws(WorkBegunError, follow_up.name, "Detach"):
			delete_drafts(VISIT, visit.name)
		self.assertTrue(frappe.db.exists(VISIT, follow_up.name))

	def test_what_is_begun_while_its_job_waits_is_not_deleted(self):
		visit, follow_up = self.get_followed_visit()
		follow_up.append("time_logs", {"service_person": JULIE, "from_time": now()})
		save(follow_up)

		drafts.settle_in_background(delete_each, {"doctype": VISIT, "name": visit.name}, cancel=True)

		self.assertTrue(frappe.db.exists(VISIT, follow_up.name))
		self.assertEqual(visit.reload().docstatus, 1)
		log = frappe.get_last_doc("Notification Log", {"for_user": "Administrator"})
		self.assertIn(f"Draft visits of {visit.name}: 0 of 1 done", log.subject)
		self.assertIn(follow_up.name, log.email_content)

	def test_amended_follow_up_is_detached_too(self):
		visit = make_partial_visit()
		follow_up = save(save(do_work(make_follow_up_visit(visit.name))), "Submit")
		amended = save(amend_visit(cancel(follow_up)))
		self.assertEqual(amended.follow_up_of, visit.name)

		detach_drafts(VISIT, visit.name, cancel=True)

		self.assertEqual((visit.reload().status, amended.reload().follow_up_of), ("Cancelled", None))

	def test_who_may_not_write_or_delete_visits_changes_none(self):
		visit, follow_up = self.get_followed_visit()
		frappe.set_user(SALES_USER)

		for change in (detach_drafts, delete_drafts):
			with self.assertRaises(frappe.PermissionError):
				change(VISIT, visit.name)
		self.assertEqual(frappe.db.get_value(VISIT, follow_up.name, "follow_up_of"), visit.name)

	def test_user_of_one_customer_learns_of_no_other_drafts(self):
		visit, _follow_up = self.get_followed_visit()
		self.restrict(USER, "Customer", CLINIC)
		frappe.set_user(USER)

		for ask in (get_drafts, detach_drafts, delete_drafts):
			with self.assertRaises(frappe.PermissionError):
				ask(VISIT, visit.name)

	def test_other_kinds_of_documents_have_no_drafts(self):
		for doctype in ("User", "No Such DocType"):
			with self.assert_throws(frappe.ValidationError, "Name a Maintenance Visit"):
				get_drafts(doctype, "Administrator")

	def test_without_a_name_no_draft_is_found_that_hangs_on_nothing(self):
		visit = save(make_visit())
		for doctype in (VISIT, SCHEDULE):
			for ask in (get_drafts, detach_drafts, delete_drafts):
				with self.assert_throws(frappe.ValidationError, "Name a Maintenance Visit"):
					ask(doctype, "")
		self.assertTrue(frappe.db.exists(VISIT, visit.name))

	def get_followed_visit(self):
		visit = make_partial_visit()
		return visit, save(make_follow_up_visit(visit.name))


class TestDraftsOfASchedule(VisitTestCase):
	def test_cancel_names_the_planned_drafts(self):
		schedule, planned = self.get_planned()

		with self.assert_throws(DraftsLeftError, schedule.name, *planned):
			cancel(schedule)
		self.assertEqual(schedule.reload().docstatus, 1)

	def test_detached_drafts_can_be_saved_when_the_schedule_is_cancelled(self):
		schedule, planned = self.get_planned()

		self.assertEqual(detach_drafts(SCHEDULE, schedule.name), planned)

		cancel(schedule.reload())
		for name in planned:
			visit = save(frappe.get_doc(VISIT, name))
			(row,) = visit.purposes
			self.assertEqual((visit.maintenance_schedule, row.prevdoc_docname), (None, None))
			self.assertEqual((row.maintenance_schedule_detail, row.item_code), (None, BOILER))

	def test_deleted_drafts_are_gone_and_the_schedule_is_cancelled(self):
		schedule, planned = self.get_planned()

		self.assertEqual(delete_drafts(SCHEDULE, schedule.name), planned)

		self.assertEqual(cancel(schedule.reload()).docstatus, 2)
		self.assertFalse(frappe.get_all(VISIT, {"name": ("in", planned)}))

	def test_draft_that_erpnext_made_is_found_too(self):
		schedule = make_yearly_schedule()
		date = {
			"maintenance_schedule": schedule.name,
			"maintenance_schedule_detail": schedule.schedules[0].name,
		}
		visit = save(make_visit(HOTEL, **date))

		self.assertEqual(get_drafts(SCHEDULE, schedule.name), [visit.name])

	def test_many_are_left_to_a_job_that_cancels_last_and_tells(self):
		schedule, planned = self.get_planned()
		(job,) = self.settle_many(detach_drafts, schedule)
		self.assertEqual(schedule.reload().docstatus, 1)

		drafts.settle_in_background(**job)

		self.assertEqual((schedule.reload().docstatus, get_drafts(SCHEDULE, schedule.name)), (2, []))
		self.assertEqual(frappe.db.count(VISIT, {"name": ("in", planned), "docstatus": 0}), 2)
		self.assert_told(f"Draft visits of {schedule.name}: 2 of 2 done")

	def test_a_draft_that_refuses_stops_the_job_which_says_why_and_cancels_nothing(self):
		schedule, (first, second) = self.get_planned()
		frappe.db.set_value("Maintenance Visit Purpose", {"parent": second}, "serial_no", "NO-SUCH-1")
		(job,) = self.settle_many(detach_drafts, schedule)

		drafts.settle_in_background(**job)

		self.assertEqual((schedule.reload().docstatus, get_drafts(SCHEDULE, schedule.name)), (1, [second]))
		self.assertFalse(frappe.db.get_value(VISIT, first, "maintenance_schedule"))
		self.assert_told(f"Draft visits of {schedule.name}: 1 of 2 done", "NO-SUCH-1")

	def test_who_may_not_delete_visits_leaves_no_job(self):
		schedule, _planned = self.get_planned()
		frappe.set_user(SALES_USER)

		with self.assertRaises(frappe.PermissionError):
			self.settle_many(delete_drafts, schedule)

	def settle_many(self, verb, schedule) -> list[dict]:
		"""Settle the drafts as if they were many, and return the arguments of the job that is left to do it."""
		jobs, original = [], frappe.enqueue

		def collect(method, **options):
			if method != drafts.settle_in_background:
				return original(method, **options)
			return jobs.append({key: options[key] for key in ("change", "source", "cancel")})

		few = patch.multiple(drafts, MOST_AT_ONCE=1, BATCH=1)
		few.start()
		self.addCleanup(few.stop)
		with patch.object(frappe, "enqueue", collect):
			self.assertEqual(verb(SCHEDULE, schedule.name, cancel=True), [])
		return jobs

	def assert_told(self, *fragments: str) -> None:
		log = frappe.get_last_doc("Notification Log", {"for_user": "Administrator"})
		for fragment in fragments:
			self.assertIn(fragment, f"{log.subject} {log.email_content}")

	def get_planned(self):
		schedule = make_schedule(HOTEL, {BOILER: ("Weekly", 2, 0, JULIE)})
		planned = generate_planned_visits(schedule.name, schedule.schedules[-1].scheduled_date)
		self.assertEqual(len(planned), 2)
		return schedule, sorted(planned)


class TestDraftsByProgram(APITestCase):
	def test_a_program_is_told_what_to_call_and_gets_through(self):
		visit = make_partial_visit()
		make_follow_up_visit(visit.name).insert()
		path = f"/api/resource/{VISIT}/{visit.name}"

		self.assert_refused(self.request("PUT", path, {"docstatus": 2}), "drafts.detach_drafts")
		method = f"/api/method/{detach_drafts.__module__}.detach_drafts"
		status, _body = self.request("POST", method, {"doctype": VISIT, "name": visit.name})
		self.assertEqual(status, 200)
		self.assertEqual(self.request("PUT", path, {"docstatus": 2})[0], 200)

	def test_drafts_stay_where_cancelling_is_refused(self):
		visit = make_partial_visit()
		follow_up = make_follow_up_visit(visit.name).insert()
		later = make_maintenance_visit(visit.purposes[0].prevdoc_docname).update(
			{"mntc_date": add_days(visit.mntc_date, 1)}
		)
		later = do_work(later, "Partially Completed").insert().submit()
		method = f"/api/method/{delete_drafts.__module__}.delete_drafts"

		answer = self.request("POST", method, {"doctype": VISIT, "name": visit.name, "cancel": 1})

		self.assert_refused(answer, "later visits", later.name)
		self.assertTrue(frappe.db.exists(VISIT, follow_up.name))
		self.assertEqual(frappe.db.get_value(VISIT, visit.name, "docstatus"), 1)
