import frappe
from frappe.utils import add_days, get_datetime, getdate, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.dates import DoubleBookingError
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import OddValueError
from maintenance_visit_app.maintenance_visits.planning.calendar import (
	get_events,
	move_visit,
)
from maintenance_visit_app.tests import (
	CLINIC,
	HOTEL,
	JULIE,
	KARIM,
	SPLIT,
	VisitTestCase,
	change_settings,
	do_work,
	make_other_company,
	make_visit,
)
from maintenance_visit_app.tests.parts import TECHNICIAN

DAY = getdate(add_days(today(), 40))
NEXT = add_days(DAY, 1)


class TestCalendar(VisitTestCase):
	def test_visits_of_a_period_are_shown_with_customer_and_technicians(self):
		timed = make_visit(mntc_date=DAY, mntc_time="09:00:00", planned_duration=5400).insert()
		whole_day = make_visit(CLINIC, {SPLIT: None}, KARIM, mntc_date=DAY).insert()
		make_visit(mntc_date=add_days(DAY, 10)).insert()

		events = {event.name: event for event in get_events("Maintenance Visit", DAY, add_days(DAY, 1))}

		self.assertEqual(set(events), {timed.name, whole_day.name})
		self.assertEqual(events[timed.name].title, f"{HOTEL}, {JULIE}")
		self.assertEqual(events[timed.name].planned_start, get_datetime(f"{DAY} 09:00:00"))
		self.assertEqual(events[timed.name].planned_end, get_datetime(f"{DAY} 10:30:00"))
		self.assertEqual(events[whole_day.name].all_day, 1)

	def test_technician_sees_his_own(self):
		make_visit(mntc_date=DAY).insert()
		his = make_visit(CLINIC, {SPLIT: None}, KARIM, mntc_date=DAY).insert()

		filters = frappe.as_json([["Maintenance Visit Purpose", "service_person", "=", KARIM, False]])

		self.assertEqual(
			[event.name for event in get_events("Maintenance Visit", DAY, DAY, filters)], [his.name]
		)

	def test_whoever_comes_along_is_named_in_the_order_of_the_rows(self):
		visit = make_visit(mntc_date=DAY)
		for technician in (KARIM, JULIE):
			visit.append(
				"purposes", {**visit.purposes[0].as_dict(), "name": None, "service_person": technician}
			)
		visit.purposes[0].service_person = None
		visit.insert()

		filters = frappe.as_json([["Maintenance Visit Purpose", "service_person", "=", JULIE, False]])
		(event,) = get_events("Maintenance Visit", DAY, DAY, filters)

		self.assertEqual(event.title, f"{HOTEL}, {KARIM}, {JULIE}")

	def test_other_filters_of_the_list_narrow_the_calendar(self):
		planned = make_visit(mntc_date=DAY, maintenance_type="Scheduled").insert()
		make_visit(CLINIC, {SPLIT: None}, None, mntc_date=DAY, maintenance_type="Scheduled").insert()

		for condition in (["status", "=", "Planned"], ["customer", "=", HOTEL], ["name", "=", planned.name]):
			filters = frappe.as_json([["Maintenance Visit", *condition]])
			events = get_events("Maintenance Visit", DAY, DAY, filters)
			self.assertEqual([event.name for event in events], [planned.name])

	def test_filter_that_names_nothing_is_refused(self):
		for filters in ("[[]]", '[["status"]]', "7", '[{"status": "Planned"}]'):
			with (
				self.subTest(filters),
				self.assertRaisesRegex(OddValueError, "filters</strong> can't be read"),
			):
				get_events("Maintenance Visit", DAY, DAY, filters)

	def test_who_may_see_one_customer_sees_no_other(self):
		make_visit(mntc_date=DAY).insert()
		clinics = make_visit(CLINIC, {SPLIT: None}, KARIM, mntc_date=DAY).insert()

		self.restrict(TECHNICIAN, "Customer", CLINIC)
		frappe.set_user(TECHNICIAN)

		self.assertEqual([event.name for event in get_events("Maintenance Visit", DAY, DAY)], [clinics.name])

	def test_who_may_see_one_company_sees_no_other(self):
		ours = make_visit(mntc_date=DAY).insert()
		others = make_visit(CLINIC, {SPLIT: None}, KARIM, mntc_date=DAY).insert()
		others.db_set("company", make_other_company())

		self.restrict(TECHNICIAN, "Company", ours.company)
		frappe.set_user(TECHNICIAN)

		self.assertEqual([event.name for event in get_events("Maintenance Visit", DAY, DAY)], [ours.name])

	def test_who_may_read_no_visits_is_refused(self):
		make_visit(mntc_date=DAY).insert()
		frappe.set_user("Guest")

		with self.assertRaises(frappe.PermissionError):
			get_events("Maintenance Visit", DAY, DAY)

	def test_dragged_visit_gets_the_new_time_and_keeps_its_length(self):
		visit = make_visit(mntc_date=DAY, mntc_time="09:00:00", planned_duration=5400).insert()

		drag(visit, f"{DAY} 14:00:00", f"{DAY} 15:30:00")

		visit.reload()
		self.assertEqual((getdate(visit.mntc_date), str(visit.mntc_time)), (getdate(DAY), "14:00:00"))
		self.assertEqual(visit.planned_duration, 5400)

	def test_visit_without_duration_keeps_none_until_it_is_stretched(self):
		visit = make_visit(mntc_date=DAY, mntc_time="09:00:00").insert()

		drag(visit, f"{DAY} 10:00:00", f"{DAY} 11:00:00")
		self.assertFalse(visit.reload().planned_duration)
		drag(visit, f"{DAY} 10:00:00", f"{DAY} 12:00:00")
		self.assertEqual(visit.reload().planned_duration, 7200)

	def test_visit_dragged_to_a_whole_day_loses_its_time(self):
		visit = make_visit(mntc_date=DAY, mntc_time="09:00:00").insert()

		drag(visit, f"{add_days(DAY, 1)} 00:00:00", f"{add_days(DAY, 1)} 23:59:59", all_day=1)

		visit.reload()
		self.assertEqual((getdate(visit.mntc_date), visit.mntc_time), (getdate(add_days(DAY, 1)), None))

	def test_drag_into_another_visit_or_of_finished_work_changes_nothing(self):
		change_settings(refuse_double_booking=1)
		make_visit(mntc_date=DAY, mntc_time="14:00:00").insert()
		visit = make_visit(CLINIC, {SPLIT: None}, mntc_date=DAY, mntc_time="09:00:00").insert()
		done = do_work(make_visit()).insert().submit()

		with self.assertRaises(DoubleBookingError):
			drag(visit, f"{DAY} 14:00:00", f"{DAY} 15:00:00")
		with self.assertRaises(frappe.UpdateAfterSubmitError):
			drag(done, f"{DAY} 14:00:00", f"{DAY} 15:00:00")
		self.assertEqual(str(visit.reload().mntc_time), "9:00:00")


class TestWholeDays(VisitTestCase):
	"""What is sent when a visit without a time is dragged, stretched, or drawn: by our script, and by Frappe's own."""

	def test_visit_without_time_dragged_to_another_day_still_has_none(self):
		for payload in (
			# Our script, in each version
			{"planned_start": f"{NEXT} 00:00:00", "all_day": 1},
			# The calendar of Frappe 15 and of 16
			{"planned_start": f"{NEXT} 00:00:00", "planned_end": f"{NEXT} 23:59:59", "all_day": 1},
			# That of 16 on the day that is an hour longer or shorter
			{
				"planned_start": f"{NEXT} 00:00:00",
				"planned_end": f"{add_days(NEXT, 1)} 00:00:00",
				"all_day": 0,
			},
		):
			with self.subTest(payload):
				visit = make_visit(mntc_date=DAY, planned_duration=7200).insert()

				send(visit, **payload)

				self.assertEqual(get_plan(visit), (NEXT, None, 7200))

	def test_visit_without_time_dragged_into_the_hours_keeps_its_length(self):
		for payload, seconds in (
			({"planned_start": f"{NEXT} 10:00:00", "all_day": 0}, 7200),
			({"planned_start": f"{NEXT} 00:00:00", "all_day": 0}, 7200),
		):
			with self.subTest(payload):
				visit = make_visit(mntc_date=DAY, planned_duration=7200).insert()

				send(visit, **payload)

				time = payload["planned_start"].split()[1].removeprefix("0")
				self.assertEqual(get_plan(visit), (NEXT, time, seconds))

	def test_visit_stretched_over_three_days_fills_three_and_no_more(self):
		for payload in (
			{"planned_end": f"{add_days(DAY, 3)} 00:00:00", "all_day": 1},
			{"planned_end": f"{add_days(DAY, 2)} 23:59:59", "all_day": 1},
			{"planned_end": f"{add_days(DAY, 3)} 00:00:00", "all_day": 0},
		):
			with self.subTest(payload):
				visit = make_visit(mntc_date=DAY).insert()

				send(visit, planned_start=f"{DAY} 00:00:00", **payload)

				self.assertEqual(get_plan(visit), (DAY, None, 3 * 24 * 3600))
				self.assertEqual(get_shown(visit, add_days(DAY, 2)), (DAY, add_days(DAY, 3), 1))

	def test_visit_of_three_days_is_moved_shortened_and_put_into_the_hours(self):
		visit = make_visit(mntc_date=DAY, planned_duration=3 * 24 * 3600).insert()

		send(visit, planned_start=f"{NEXT} 00:00:00", all_day=1)
		self.assertEqual(get_plan(visit), (NEXT, None, 3 * 24 * 3600))
		end = f"{add_days(NEXT, 2)} 00:00:00"
		send(visit, planned_start=f"{NEXT} 00:00:00", planned_end=end, all_day=1)
		self.assertEqual(get_plan(visit), (NEXT, None, 2 * 24 * 3600))
		send(visit, planned_start=f"{NEXT} 09:00:00", all_day=0)
		self.assertEqual(get_plan(visit), (NEXT, "9:00:00", None))

	def test_visit_put_from_the_hours_onto_a_day_keeps_how_long_it_takes(self):
		visit = make_visit(mntc_date=DAY, mntc_time="09:00:00", planned_duration=5400).insert()

		send(visit, planned_start=f"{NEXT} 00:00:00", all_day=1)

		self.assertEqual(get_plan(visit), (NEXT, None, 5400))

	def test_visit_of_a_whole_day_that_has_a_time_keeps_it(self):
		visit = make_visit(mntc_date=DAY, mntc_time="09:00:00", planned_duration=24 * 3600).insert()

		send(visit, planned_start=f"{NEXT} 09:00:00", planned_end=f"{add_days(NEXT, 1)} 09:00:00", all_day=0)

		self.assertEqual(get_plan(visit), (NEXT, "9:00:00", 24 * 3600))

	def test_visit_is_shown_on_each_of_its_days_and_on_no_other(self):
		several = make_visit(mntc_date=DAY, planned_duration=3 * 24 * 3600).insert()
		night = make_visit(CLINIC, {SPLIT: None}, KARIM, mntc_date=DAY, mntc_time="22:00:00")
		night.update({"planned_duration": 4 * 3600}).insert()

		for days_later, shown in (
			(0, {several.name, night.name}),
			(1, {several.name, night.name}),
			(2, {several.name}),
			(3, set()),
		):
			day = add_days(DAY, days_later)
			events = get_events("Maintenance Visit", day, day)
			self.assertEqual({event.name for event in events}, shown, days_later)

	def test_several_days_from_today_on_get_no_time(self):
		visit = make_visit(mntc_date=today(), planned_duration=2 * 24 * 3600).insert()

		self.assertEqual(get_plan(visit), (getdate(), None, 2 * 24 * 3600))


def drag(visit, start: str, end: str, all_day: int = 0) -> None:
	send(visit, planned_start=start, planned_end=end, all_day=all_day)


def send(visit, **args) -> None:
	move_visit(frappe.as_json({"name": visit.name, **args}), frappe.as_json({"start": "planned_start"}))


def get_plan(visit) -> tuple:
	visit.reload()
	time = None if visit.mntc_time is None else str(visit.mntc_time)
	return getdate(visit.mntc_date), time, visit.planned_duration or None


def get_shown(visit, day) -> tuple:
	(event,) = (each for each in get_events("Maintenance Visit", day, day) if each.name == visit.name)
	return getdate(event.planned_start), getdate(event.planned_end), event.all_day
