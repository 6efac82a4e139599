import frappe
from frappe.utils import add_days, getdate, today

from maintenance_visit_app.demo.documents import make_schedule
from maintenance_visit_app.maintenance_visits.mappers import planned_visits
from maintenance_visit_app.maintenance_visits.mappers.planned_visits import (
	generate_planned_visits,
	generate_planned_visits_daily,
)
from maintenance_visit_app.tests import (
	BOILER,
	HOTEL,
	JULIE,
	KARIM,
	SPLIT,
	VisitTestCase,
	make_yearly_schedule,
)

WEEKLY = {BOILER: ("Weekly", 4, 0, JULIE), SPLIT: ("Weekly", 4, 0, JULIE)}


class TestGeneratePlannedVisits(VisitTestCase):
	def test_dates_of_a_day_and_a_technician_become_one_planned_visit_assigned_to_him(self):
		schedule = make_schedule(HOTEL, WEEKLY)

		first, second = generate_planned_visits(schedule.name, add_days(today(), 14))

		visit = frappe.get_doc("Maintenance Visit", first)
		self.assertEqual(getdate(visit.mntc_date), getdate(schedule.schedules[0].scheduled_date))
		self.assertEqual((visit.status, visit.maintenance_type), ("Planned", "Scheduled"))
		self.assertEqual({row.item_code for row in visit.purposes}, {BOILER, SPLIT})
		self.assertEqual(get_assigned_users(first), ["julie.perrin@example.com"])
		self.assertNotEqual(first, second)

	def test_technicians_of_one_day_get_a_visit_each(self):
		schedule = make_schedule(HOTEL, {BOILER: ("Weekly", 1, 0, JULIE), SPLIT: ("Weekly", 1, 0, KARIM)})

		visits = generate_planned_visits(schedule.name, add_days(today(), 14))

		self.assertEqual(
			sorted(get_assigned_users(visit)[0] for visit in visits),
			["julie.perrin@example.com", "karim.benali@example.com"],
		)

	def test_no_date_is_planned_twice_even_if_its_visit_was_cancelled(self):
		schedule = make_schedule(HOTEL, WEEKLY)
		(name,) = generate_planned_visits(schedule.name, add_days(today(), 7))
		self.assertEqual(generate_planned_visits(schedule.name, add_days(today(), 7)), [])

		visit = frappe.get_doc("Maintenance Visit", name)
		visit.db_set("docstatus", 2)
		self.assertEqual(generate_planned_visits(schedule.name, add_days(today(), 7)), [])

	def test_when_no_date_is_due_the_user_is_told(self):
		schedule = make_yearly_schedule()
		frappe.clear_messages()

		self.assertEqual(generate_planned_visits(schedule.name, add_days(today(), 7)), [])

		self.assertIn(schedule.name, str(frappe.get_message_log()))

	def test_many_are_made_in_the_background(self):
		schedule = make_schedule(HOTEL, {BOILER: ("Weekly", 12, 0, JULIE)})
		jobs = self.collect_jobs()

		self.assertEqual(generate_planned_visits(schedule.name, add_days(today(), 100)), [])
		(job,) = jobs
		self.assertEqual(len(planned_visits.make_planned_visits(**job)), 12)
		self.assertEqual(planned_visits.make_planned_visits(**job), [])

	def test_daily_job_plans_the_days_ahead_where_the_settings_say_so(self):
		schedule = make_schedule(HOTEL, WEEKLY)
		jobs = self.collect_jobs()
		generate_planned_visits_daily()
		self.assertEqual(jobs, [])

		frappe.get_doc("Maintenance Visit Settings").update(
			{"generate_planned_visits": 1, "days_ahead": 8}
		).save()
		generate_planned_visits_daily()

		due = {job["maintenance_schedule"]: job["until"] for job in jobs}
		self.assertEqual(due[schedule.name], getdate(add_days(today(), 8)))

	def test_user_needs_to_read_the_schedule(self):
		schedule = make_schedule(HOTEL, WEEKLY)
		frappe.set_user("luc.fontaine@example.com")

		with self.assertRaises(frappe.PermissionError):
			generate_planned_visits(schedule.name)

	def collect_jobs(self) -> list[dict]:
		"""Return the list to which the arguments of background jobs go, instead of to the queue."""
		jobs = []
		original = frappe.enqueue

		def collect(method, **options):
			if method == planned_visits.make_planned_visits:
				self.assertTrue(options["deduplicate"] and options["enqueue_after_commit"])
				jobs.append({key: options[key] for key in ("maintenance_schedule", "until")})

		frappe.enqueue = collect
		self.addCleanup(setattr, frappe, "enqueue", original)
		return jobs


def get_assigned_users(visit: str) -> list[str]:
	return frappe.get_all(
		"ToDo", {"reference_type": "Maintenance Visit", "reference_name": visit}, pluck="allocated_to"
	)
