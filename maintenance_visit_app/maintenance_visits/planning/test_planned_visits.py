from unittest.mock import patch

import frappe
from frappe.utils import add_days, format_date, getdate, now_datetime, today

from maintenance_visit_app.demo.documents import make_schedule
from maintenance_visit_app.frappe_version import MAJOR
from maintenance_visit_app.maintenance_visits.planning import planned_visits
from maintenance_visit_app.maintenance_visits.planning.planned_visits import (
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
	make_visit,
	make_yearly_schedule,
)
from maintenance_visit_app.tests.test_statements import count_statements

GENERATE = f"{planned_visits.__name__}.generate_planned_visits"
# 17 looks the links of each document up anew, with a statement for each DocType
MOST_STATEMENTS = {15: 17, 17: 20}.get(MAJOR, 16)
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
		job.pop("job_id")
		planned_visits.plan_in_background(**job)

		self.assertEqual(len(get_visits(schedule)), 12)
		log = frappe.get_last_doc("Notification Log", {"for_user": "Administrator"})
		self.assertEqual(log.subject, "12 of 12 visits planned")
		planned_visits.plan_in_background(**job)
		self.assertEqual(len(get_visits(schedule)), 12)

	def test_who_asks_until_a_later_day_has_a_job_of_that_day_and_is_told_in_his_language(self):
		schedule = make_schedule(HOTEL, {BOILER: ("Weekly", 24, 0, JULIE)})
		jobs = self.collect_jobs()
		for days in (100, 100, 200):
			generate_planned_visits(schedule.name, add_days(today(), days))
		self.assertEqual(len({job["job_id"] for job in jobs}), 2)
		frappe.db.set_value("User", "Administrator", "language", "fr")
		self.addCleanup(frappe.db.set_value, "User", "Administrator", "language", "en")
		self.addCleanup(setattr, frappe.local, "lang", frappe.local.lang)

		planned_visits.plan_in_background([schedule.name], getdate(add_days(today(), 200)))

		log = frappe.get_last_doc("Notification Log", {"for_user": "Administrator"})
		self.assertEqual(log.subject, "24 visites prévues sur 24")

	def test_technician_has_all_of_many_visits_and_is_told_of_them_once(self):
		schedule = make_schedule(HOTEL, {BOILER: ("Weekly", 12, 0, JULIE)})
		julie = "julie.perrin@example.com"
		told = {"for_user": julie, "creation": (">=", now_datetime())}

		planned_visits.plan_in_background([schedule.name], getdate(add_days(today(), 100)))

		visits = get_visits(schedule)
		todos = {"reference_name": ("in", visits), "allocated_to": julie, "status": "Open"}
		self.assertEqual(frappe.db.count("ToDo", todos), 12)
		self.assertEqual(frappe.db.get_value("Maintenance Visit", visits[0], "_assign"), f'["{julie}"]')
		(log,) = frappe.get_all("Notification Log", told, ["subject", "email_content"])
		self.assertEqual(log.subject, "Visits planned for you: 12")
		self.assertIn(format_date(schedule.schedules[0].scheduled_date), log.email_content)

	def test_date_that_is_refused_stops_no_other_and_is_told_with_its_reason(self):
		schedule = make_schedule(HOTEL, {BOILER: ("Weekly", 12, 0, JULIE)})
		bad = schedule.schedules[4]
		bad.db_set("sales_person", "Gone")

		names = frappe.call(GENERATE, maintenance_schedule=schedule.name, until=add_days(today(), 56))
		told = frappe.utils.strip_html(str(frappe.get_message_log()))
		self.assertEqual(len(names), 7)
		self.assertEqual(len(get_visits(schedule)), 7)
		for fragment in (schedule.name, format_date(bad.scheduled_date), "Gone"):
			self.assertIn(fragment, told)

		planned_visits.plan_in_background([schedule.name], getdate(add_days(today(), 100)))
		self.assertEqual(len(get_visits(schedule)), 11)
		log = frappe.get_last_doc("Notification Log", {"for_user": "Administrator"})
		self.assertEqual(log.subject, "4 of 5 visits planned")
		self.assertIn("Gone", log.email_content)

	def test_schedule_that_cannot_be_planned_stops_no_other_and_the_managers_learn_of_it(self):
		broken, sound = make_schedule(HOTEL, WEEKLY), make_schedule(HOTEL, WEEKLY)
		broken.db_set("company", "Gone")

		planned_visits.plan_in_background(
			[broken.name, sound.name], getdate(add_days(today(), 9)), is_daily=True
		)

		self.assertEqual((len(get_visits(broken)), len(get_visits(sound))), (0, 1))
		log = frappe.get_last_doc("Notification Log", {"for_user": "paul.mercier@example.com"})
		self.assertIn(broken.name, log.email_content)

	def test_address_that_changes_meanwhile_is_the_one_of_the_visits_made_from_then_on(self):
		schedule = make_schedule(HOTEL, {BOILER: ("Weekly", 12, 0, JULIE)})
		address = make_visit(HOTEL, {BOILER: None}).insert().customer_address

		def move() -> None:
			frappe.db.set_value("Address", address, "city", "Annecy")

		with patch.object(planned_visits, "BATCH", 5), patch.object(planned_visits, "end_batch", move):
			planned_visits.plan_in_background([schedule.name], getdate(add_days(today(), 100)))

		displays = frappe.get_all(
			"Maintenance Visit",
			{"name": ("in", get_visits(schedule))},
			pluck="address_display",
			order_by="mntc_date",
		)
		self.assertNotIn("Annecy", displays[0])
		self.assertIn("Annecy", displays[-1])

	@patch.object(planned_visits, "LONGEST_BATCH", 60)
	def test_visit_costs_few_statements(self):
		few, many = (make_schedule(HOTEL, {BOILER: ("Weekly", dates, 0, JULIE)}) for dates in (5, 40))
		until = getdate(add_days(today(), 400))
		planned_visits.plan_in_background([make_schedule(HOTEL, WEEKLY).name], until)

		costs = [
			len(
				count_statements(
					lambda schedule=schedule: planned_visits.plan_in_background([schedule.name], until)
				)
			)
			for schedule in (few, many)
		]

		self.assertEqual((len(get_visits(few)), len(get_visits(many))), (5, 40))
		self.assertLessEqual((costs[1] - costs[0]) / 35, MOST_STATEMENTS)

	def test_daily_job_plans_the_days_ahead_where_the_settings_say_so(self):
		schedule = make_schedule(HOTEL, WEEKLY)
		jobs = self.collect_jobs()
		generate_planned_visits_daily()
		self.assertEqual(jobs, [])

		frappe.get_doc("Maintenance Visit Settings").update(
			{"generate_planned_visits": 1, "days_ahead": 8}
		).save()
		generate_planned_visits_daily()

		(job,) = jobs
		self.assertIn(schedule.name, job["maintenance_schedules"])
		self.assertEqual((job["until"], job["is_daily"]), (getdate(add_days(today(), 8)), True))

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
			if method != planned_visits.plan_in_background:
				return original(method, **options)
			self.assertTrue(options["deduplicate"] and options["enqueue_after_commit"])
			told = ("job_id", "maintenance_schedules", "until", "is_daily")
			return jobs.append({key: options[key] for key in told})

		frappe.enqueue = collect
		self.addCleanup(setattr, frappe, "enqueue", original)
		return jobs


def get_visits(schedule) -> list[str]:
	return frappe.get_all("Maintenance Visit", {"maintenance_schedule": schedule.name}, pluck="name")


def get_assigned_users(visit: str) -> list[str]:
	return frappe.get_all(
		"ToDo", {"reference_type": "Maintenance Visit", "reference_name": visit}, pluck="allocated_to"
	)
