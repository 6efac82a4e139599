from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate, strip_html_tags, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit import technicians
from maintenance_visit_app.maintenance_visits.planning import bulk
from maintenance_visit_app.maintenance_visits.planning.bulk import (
	TechnicianError,
	assign_technician,
	reschedule,
)
from maintenance_visit_app.tests import (
	BOILER,
	BOILER_SERIAL_NO,
	CLINIC,
	HOTEL,
	JULIE,
	KARIM,
	SPLIT,
	VisitTestCase,
	change_settings,
	do_work,
	make_visit,
)

DAY = add_days(today(), 50)
BULK = bulk.__name__
JULIES_USER = "julie.perrin@example.com"


class TestBulk(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		frappe.clear_messages()

	def test_all_rows_of_the_chosen_drafts_get_the_technician_and_he_the_assignment(self):
		visits = [
			make_visit(HOTEL, {BOILER: BOILER_SERIAL_NO, SPLIT: None}, JULIE, mntc_date=DAY).insert(),
			make_visit(CLINIC, {SPLIT: None}, None, mntc_date=DAY).insert(),
		]

		result = assign_technician(frappe.as_json([visit.name for visit in visits]), KARIM)

		self.assertEqual(result["done"], [visit.name for visit in visits])
		for visit in visits:
			visit.reload()
			self.assertEqual({row.service_person for row in visit.purposes}, {KARIM})
			self.assertEqual(visit.status, "Planned")
			self.assertEqual(frappe.parse_json(visit._assign), ["karim.benali@example.com"])
		self.assertEqual(get_told(), ["2 of 2 visits changed"])

	def test_submitted_visit_in_the_selection_stays_and_the_others_are_done(self):
		done = do_work(make_visit()).insert().submit()
		first = make_visit(mntc_date=DAY).insert()
		last = make_visit(CLINIC, {SPLIT: None}, mntc_date=DAY).insert()

		result = assign_technician([first.name, done.name, last.name], KARIM)

		self.assertEqual(result["done"], [first.name, last.name])
		self.assertEqual(
			result["failed"],
			[{"name": done.name, "reason": "It is Submitted: only drafts can be changed."}],
		)
		self.assertEqual(done.reload().purposes[0].service_person, JULIE)
		self.assertEqual(last.reload().purposes[0].service_person, KARIM)
		(told,) = get_told()
		self.assertIn(f"Not changed:{done.name}It is Submitted", told)

	def test_refused_visit_leaves_nothing_behind_and_others_what_they_tell(self):
		change_settings(refuse_double_booking=1)
		make_visit(mntc_date=DAY, mntc_time="09:00:00").insert()
		clash = make_visit(CLINIC, {SPLIT: None}, KARIM, mntc_date=DAY, mntc_time="09:00:00").insert()
		free = make_visit(CLINIC, {SPLIT: None}, KARIM, mntc_date=DAY, mntc_time="15:00:00").insert()
		assigned = get_assigned(clash)

		result = assign_technician([clash.name, free.name], JULIE)

		self.assertEqual(result["done"], [free.name])
		(failed,) = result["failed"]
		self.assertEqual(failed["name"], clash.name)
		self.assertIn(f"{JULIE} is at {HOTEL} at 09:00", failed["reason"])
		self.assertNotIn("<", failed["reason"])
		self.assertEqual(clash.reload().purposes[0].service_person, KARIM)
		self.assertEqual(get_assigned(clash), assigned)
		self.assertEqual(len(get_told()), 1)

	def test_visit_refused_when_it_is_already_written_is_what_it_was(self):
		visit = make_visit(mntc_date=DAY).insert()
		late = frappe.ValidationError("Refused by another app.")

		with patch.object(technicians, "assign_technicians", side_effect=late):
			result = assign_technician([visit.name], KARIM)

		self.assertEqual(result["failed"], [{"name": visit.name, "reason": "Refused by another app."}])
		self.assertEqual(visit.reload().purposes[0].service_person, JULIE)

	def test_what_saving_a_visit_tells_is_told_beside_it(self):
		make_visit(mntc_date=DAY, mntc_time="09:00:00").insert()
		visit = make_visit(CLINIC, {SPLIT: None}, KARIM, mntc_date=DAY, mntc_time="09:00:00").insert()

		result = assign_technician([visit.name], JULIE)

		self.assertEqual((result["done"], result["failed"]), ([visit.name], []))
		self.assertIn(f"{JULIE} is at {HOTEL}", result["told"][0]["reason"])
		(told,) = get_told()
		self.assertIn(f"Changed, but look at:{visit.name}", told)

	def test_group_disabled_or_unknown_sales_person_is_refused_before_any_visit_is_touched(self):
		visit = make_visit(mntc_date=DAY).insert()
		frappe.db.set_value("Sales Person", KARIM, "enabled", 0)

		with self.assert_throws(TechnicianError, "Techniciens Isère", "is a group"):
			assign_technician([visit.name], "Techniciens Isère")
		with self.assert_throws(TechnicianError, KARIM, "is disabled"):
			assign_technician([visit.name], KARIM)
		with self.assert_throws(TechnicianError, "Nobody", "doesn't exist"):
			assign_technician([visit.name], "Nobody")
		self.assertEqual(visit.reload().purposes[0].service_person, JULIE)

	def test_visits_move_to_a_day_and_keep_their_time_unless_one_is_given(self):
		morning = make_visit(mntc_date=DAY, mntc_time="09:00:00").insert()
		whole_day = make_visit(CLINIC, {SPLIT: None}, KARIM, mntc_date=DAY).insert()
		names = [morning.name, whole_day.name]

		reschedule(names, mntc_date=add_days(DAY, 2))
		self.assertEqual(get_time(morning), (getdate(add_days(DAY, 2)), "9:00:00"))
		self.assertEqual(get_time(whole_day), (getdate(add_days(DAY, 2)), "None"))

		reschedule(names, mntc_date=str(DAY), mntc_time="14:30:00")
		self.assertEqual(get_time(morning), (getdate(DAY), "14:30:00"))
		self.assertEqual(get_time(whole_day), (getdate(DAY), "14:30:00"))

	def test_visits_move_by_days_each_from_its_own(self):
		first = make_visit(mntc_date=DAY).insert()
		second = make_visit(CLINIC, {SPLIT: None}, KARIM, mntc_date=add_days(DAY, 3)).insert()

		reschedule([first.name, second.name], days="-7")

		self.assertEqual(get_time(first)[0], getdate(add_days(DAY, -7)))
		self.assertEqual(get_time(second)[0], getdate(add_days(DAY, -4)))

	def test_neither_or_both_of_date_and_days_is_refused(self):
		visit = make_visit(mntc_date=DAY).insert()

		for values in ({}, {"days": 0}, {"days": 3, "mntc_date": DAY}):
			with self.assert_throws(frappe.ValidationError, "a date, or a number of days"):
				reschedule([visit.name], **values)
		with self.assert_throws(frappe.ValidationError, "at least one visit"):
			reschedule([], days=3)

	def test_who_may_not_write_is_told_so_for_each_visit(self):
		hotels = make_visit(mntc_date=DAY).insert()
		clinics = make_visit(CLINIC, {SPLIT: None}, KARIM, mntc_date=DAY).insert()
		self.restrict(JULIES_USER, "Customer", CLINIC)

		frappe.set_user(JULIES_USER)
		result = reschedule([hotels.name, clinics.name, "MAT-MVS-NONE"], days=1)
		self.assertEqual(result["done"], [clinics.name])
		# Whether there is one is told to nobody who may not read them all
		self.assertEqual(
			result["failed"],
			[
				{"name": name, "reason": f"There is no visit {name} that you may read."}
				for name in (hotels.name, "MAT-MVS-NONE")
			],
		)

		frappe.set_user("luc.fontaine@example.com")
		with self.assertRaises(frappe.PermissionError):
			reschedule([clinics.name], days=1)
		frappe.set_user("Administrator")
		self.assertEqual(get_time(hotels)[0], getdate(DAY))
		self.assertEqual(get_time(clinics)[0], getdate(add_days(DAY, 1)))

	def test_who_may_read_all_visits_is_told_that_one_is_gone(self):
		result = reschedule(["MAT-MVS-NONE"], days=1)

		gone = {"name": "MAT-MVS-NONE", "reason": "Maintenance Visit MAT-MVS-NONE not found"}
		self.assertEqual(result["failed"], [gone])

	def test_who_may_change_no_visit_learns_of_no_sales_person(self):
		frappe.set_user("luc.fontaine@example.com")

		for service_person in (JULIE, "Nobody"):
			with self.assertRaises(frappe.PermissionError):
				frappe.call(f"{BULK}.assign_technician", visits="[]", service_person=service_person)

	def test_what_is_no_list_no_date_or_too_far_is_told(self):
		visit = make_visit(mntc_date=DAY).insert()

		for values, fragment in (
			({"visits": "[malformed", "days": 1}, "JSON is wanted"),
			({"visits": '{"name": 1}', "days": 1}, "JSON is wanted"),
			({"visits": [visit.name], "mntc_date": "someday"}, "it is not a date"),
			({"visits": [visit.name], "mntc_date": "9999-12-31"}, "the year is not between"),
			({"visits": [visit.name], "mntc_date": DAY, "mntc_time": "25:61"}, "it is not a time of the day"),
			({"visits": [visit.name], "days": 10**9}, "days at most"),
		):
			with self.subTest(values=values), self.assert_throws(frappe.ValidationError, fragment):
				frappe.call(f"{BULK}.reschedule", **values)
		self.assertEqual(get_time(visit)[0], getdate(DAY))

	def test_many_are_changed_in_the_background_and_the_user_is_notified(self):
		done = do_work(make_visit()).insert().submit()
		names = [make_visit(mntc_date=DAY).insert().name for _number in range(bulk.MOST_AT_ONCE)]
		jobs = self.collect_jobs()

		self.assertIsNone(assign_technician([*names, done.name], KARIM))
		self.assertIn("in the background", get_told()[0])
		(job,) = jobs
		bulk.change_in_background(**job)

		assigned = frappe.get_all(
			"Maintenance Visit Purpose", {"parent": ("in", names)}, pluck="service_person"
		)
		self.assertEqual(assigned, [KARIM] * len(names))
		log = frappe.get_last_doc("Notification Log", {"for_user": "Administrator"})
		self.assertEqual(log.subject, "20 of 21 visits changed")
		self.assertIn("only drafts can be changed", log.email_content)

	def test_background_job_speaks_the_users_language(self):
		self.addCleanup(setattr, frappe.local, "lang", frappe.local.lang)
		self.addCleanup(frappe.clear_cache, user="Administrator")
		frappe.db.set_value("User", "Administrator", "language", "fr")
		visit = make_visit(mntc_date=DAY).insert()

		bulk.change_in_background([visit.name], bulk.set_technician, {"service_person": KARIM})

		log = frappe.get_last_doc("Notification Log", {"for_user": "Administrator"})
		self.assertEqual(log.subject, frappe._("{0} of {1} visits changed", "fr").format(1, 1))

	def test_more_than_anybody_reads_through_are_refused(self):
		with self.assert_throws(frappe.ValidationError, f"{bulk.MOST} visits at most"):
			reschedule([str(number) for number in range(bulk.MOST + 1)], days=1)

	def collect_jobs(self) -> list[dict]:
		"""Return the list to which the arguments of our background jobs go, instead of to the queue."""
		jobs = []
		original = frappe.enqueue

		def collect(method, **options):
			if method == bulk.change_in_background:
				self.assertTrue(options["enqueue_after_commit"])
				return jobs.append({key: options[key] for key in ("names", "change", "values")})
			return original(method, **options)

		frappe.enqueue = collect
		self.addCleanup(setattr, frappe, "enqueue", original)
		return jobs


def get_told() -> list[str]:
	return [strip_html_tags(entry["message"]) for entry in frappe.get_message_log()]


def get_time(visit) -> tuple:
	visit.reload()
	return getdate(visit.mntc_date), str(visit.mntc_time)


def get_assigned(visit) -> list[str]:
	return frappe.get_all("ToDo", {"reference_name": visit.name, "status": "Open"}, pluck="allocated_to")
