"""The board's facts, as its page asks for them."""

from unittest.mock import patch

import frappe
from frappe.permissions import add_permission

from maintenance_visit_app.demo.documents import make_schedule
from maintenance_visit_app.demo.records import make
from maintenance_visit_app.demo.tables import COMPANY
from maintenance_visit_app.dispatch import moves
from maintenance_visit_app.dispatch.board import TooManyDaysError, get_board
from maintenance_visit_app.dispatch.moves import (
	ChangedMeanwhileError,
	MovedMeanwhileError,
	TooManyMovesError,
	place,
	place_all,
	plan_source,
	take_back,
)
from maintenance_visit_app.dispatch.tray import get_tray
from maintenance_visit_app.maintenance_visits.mappers.mapping import NothingLeftToDoError
from maintenance_visit_app.maintenance_visits.planning.bulk import NotDraftError, TechnicianError
from maintenance_visit_app.maintenance_visits.planning.due_work import PlannedAlreadyError
from maintenance_visit_app.retry import DeadlockError
from maintenance_visit_app.tests import (
	BAKERY,
	BOILER,
	CLINIC,
	HOTEL,
	JULIE,
	KARIM,
	change_settings,
	make_claim,
	make_order,
	make_person,
	make_visit,
)
from maintenance_visit_app.tests.dispatch import (
	MONDAY,
	SUNDAY,
	TUESDAY,
	BoardTestCase,
	get_seen,
	make_profile,
)
from maintenance_visit_app.tests.reports import SERVICE
from maintenance_visit_app.tests.test_statements import count_statements

DISPATCHER, TECHNICIAN, SALES = (
	f"{name}@example.com" for name in ("claire.dubois", "julie.perrin", "luc.fontaine")
)


class TestBoard(BoardTestCase):
	def test_a_firm_without_profiles_has_a_lane_for_each_technician_and_no_remarks(self):
		visit = self.plan_visit(mntc_date="2030-03-09", time="22:00:00")

		lane = self.get_lane(JULIE)
		self.assertEqual([day["minutes"] for day in lane["days"]], [480] * 5 + [0, 0])
		shown = self.get_shown(visit.name)
		self.assertEqual((shown["technicians"], shown["start"], shown["minutes"]), ([JULIE], 22 * 60, 60))
		self.assertEqual(shown["remarks"], [])

	def test_profile_tells_hours_and_takes_a_technician_off_the_board(self):
		make_profile(JULIE, [("Monday", "07:00", "11:00"), ("Monday", "12:00", "15:00")])
		make_profile(KARIM, on_board=0)

		lane = self.get_lane(JULIE)
		self.assertEqual(lane["days"][0]["hours"], ((420, 660), (720, 900)))
		self.assertEqual([day["minutes"] for day in lane["days"]], [420, 0, 0, 0, 0, 0, 0])
		self.assertNotIn(KARIM, [person["name"] for person in get_board(MONDAY, SUNDAY)["technicians"]])
		self.plan_visit(KARIM)
		self.assertIn(KARIM, [person["name"] for person in get_board(MONDAY, SUNDAY)["technicians"]])

	def test_visits_of_who_is_disabled_are_seen_in_a_lane_that_does_not_work(self):
		visit = self.plan_visit(KARIM)
		frappe.db.set_value("Sales Person", KARIM, "enabled", 0)

		lane = self.get_lane(KARIM)

		self.assertEqual({day["absence"] for day in lane["days"]}, {"No longer at work"})
		self.assertEqual({(day["hours"], day["minutes"]) for day in lane["days"]}, {((), 0)})
		self.assertEqual(self.get_shown(visit.name)["technicians"], [KARIM])
		visit.delete()
		self.assertNotIn(KARIM, [person["name"] for person in get_board(MONDAY, SUNDAY)["technicians"]])

	def test_where_visits_are_is_told_and_where_technicians_live_to_who_may_read_their_profiles(self):
		make_profile(JULIE, home_position="45.2, 5.7")
		visit = self.plan_visit()
		address = frappe.get_doc("Address", visit.customer_address)
		address.update({"service_position": "45.267, 5.865"}).save()

		self.assertEqual(self.get_shown(visit.name)["position"], (45.267, 5.865))
		self.assertEqual(self.get_lane(JULIE)["home"], (45.2, 5.7))
		add_permission("Sales Person", "Sales User")
		frappe.set_user(SALES)
		self.assertFalse(frappe.has_permission("Technician Profile", "read"))
		self.assertEqual(self.get_shown(visit.name)["position"], (45.267, 5.865))
		self.assertIsNone(self.get_lane(JULIE)["home"])

	def test_holidays_of_the_employee_are_absences(self):
		holidays = make_holiday_list(TUESDAY)
		employee = frappe.db.get_value("Sales Person", JULIE, "employee")
		frappe.db.set_value("Employee", employee, "holiday_list", holidays)

		day = self.get_lane(JULIE)["days"][1]
		self.assertEqual((day["absence"], day["hours"], day["minutes"]), ("Fête du givre", (), 0))
		self.assertIsNone(self.get_lane(JULIE)["days"][0]["absence"])

	def test_overlap_skill_window_and_absence_are_remarked(self):
		make_profile(JULIE, [("Monday", "08:00", "12:00")])
		gas = make("Service Skill", "Gas", skill_name="Gas")
		first = self.plan_visit()
		second = self.plan_visit(time="09:30:00", customer=HOTEL, required_skills=[{"skill": gas}])
		third = self.plan_visit(
			time="13:00:00", customer=CLINIC, earliest=f"{TUESDAY} 08:00:00", latest=f"{TUESDAY} 12:00:00"
		)

		self.assertEqual(self.get_codes(first.name), [])
		self.assertEqual(sorted(self.get_codes(second.name)), ["overlap", "skill"])
		texts = [remark["text"] for remark in self.get_shown(second.name)["remarks"]]
		self.assertIn(f"{JULIE} lacks a skill: Gas.", texts)
		self.assertIn(f"{JULIE} is still at {BAKERY}: 30 minutes overlap.", texts)
		self.assertEqual(sorted(self.get_codes(third.name)), ["hours", "window"])

	def test_skills_of_items_and_checklists_are_asked_for(self):
		for skill in ("Gas", "Height", "Cold"):
			make("Service Skill", skill, skill_name=skill)
		item = frappe.get_doc("Item", SERVICE)
		item.append("required_skills", {"skill": "Cold"})
		item.save()
		checklist = frappe.get_doc(
			{
				"doctype": "Maintenance Checklist",
				"title": "Roof",
				"tasks": [{"task": "Look"}],
				"required_skills": [{"skill": "Height"}],
			}
		).insert()
		visit = self.plan_visit(maintenance_checklist=checklist.name, required_skills=[{"skill": "Gas"}])

		self.assertEqual(self.get_shown(visit.name)["skills"], ["Cold", "Gas", "Height"])

	def test_drive_that_does_not_fit_is_remarked_where_both_places_are_known(self):
		near, far = self.plan_visit(), self.plan_visit(time="10:00:00", customer=CLINIC)
		self.assertEqual(self.get_codes(far.name), [])

		frappe.db.set_value("Address", near.customer_address, "service_position", "45.18, 5.72")
		frappe.db.set_value("Address", far.customer_address, "service_position", "45.90, 6.12")
		self.assertEqual(self.get_codes(far.name), ["reach"])

	def test_nothing_new_is_told_in_a_word(self):
		board = get_board(MONDAY, SUNDAY)
		self.assertEqual(get_board(MONDAY, SUNDAY, board["version"]), {"version": board["version"]})
		self.plan_visit()
		self.assertIn("visits", get_board(MONDAY, SUNDAY, board["version"]))

	def test_longer_than_two_months_is_refused(self):
		with self.assert_throws(TooManyDaysError, "62 days"):
			get_board("2030-01-01", "2031-01-01")

	def test_who_sees_one_customer_sees_no_other_on_the_board_and_in_the_tray(self):
		mine, other = self.plan_visit(customer=BAKERY), self.plan_visit(customer=HOTEL)
		draft = self.plan_visit(None, customer=HOTEL)
		self.restrict(TECHNICIAN, "Customer", BAKERY)
		frappe.set_user(TECHNICIAN)

		names = [visit["name"] for visit in get_board(MONDAY, SUNDAY)["visits"]]
		self.assertIn(mine.name, names)
		self.assertNotIn(other.name, names)
		self.assertNotIn(draft.name, [visit["name"] for visit in get_tray(SUNDAY)["visits"]])

	def test_many_technicians_and_visits_cost_what_few_do(self):
		for name in ("Ada Roux", "Eve Roux"):
			make_profile(make_person(name), [("Monday", "08:00", "12:00")], skills=("Gas",))
			self.plan_visit(name)
		get_board(MONDAY, SUNDAY)
		few = count_statements(lambda: get_board(MONDAY, SUNDAY))
		for number in range(8):
			person = make_person(f"Technician {number}")
			make_profile(person, [("Monday", "08:00", "12:00")], skills=("Gas", f"Skill {number}"))
			self.plan_visit(person, customer=CLINIC)
			self.plan_visit(person, time=None, customer=HOTEL)
		many = count_statements(lambda: get_board(MONDAY, SUNDAY))

		self.assertEqual(len(few), len(many), "\n".join(many))
		self.assertLessEqual(len(many), 22, "\n".join(many))


class TestMoves(BoardTestCase):
	def test_visit_is_given_to_another_technician_at_another_hour_and_back(self):
		visit = self.plan_visit()
		row = visit.purposes[0].name
		was = get_seen(visit.reload())

		answer = place(
			visit.name, {"mntc_date": TUESDAY, "mntc_time": "14:15", "technicians": {row: KARIM}}, was
		)

		visit.reload()
		self.assertEqual(
			(str(visit.mntc_date), str(visit.mntc_time), visit.technicians), (TUESDAY, "14:15:00", KARIM)
		)
		place(visit.name, was, answer["plan"])
		self.assertEqual(get_seen(visit.reload()), was)

	def test_what_somebody_moved_meanwhile_is_not_moved_over(self):
		visit = self.plan_visit()
		seen = get_seen(visit)
		frappe.set_user(DISPATCHER)
		place(visit.name, {"mntc_time": "11:00"}, seen)
		frappe.set_user("Administrator")

		with self.assert_throws(MovedMeanwhileError, "Claire Dubois", "11:00", JULIE):
			place(visit.name, {"mntc_date": TUESDAY}, seen)
		self.assertEqual(str(visit.reload().mntc_date), MONDAY)

	def test_rules_of_saving_hold_and_what_they_tell_is_answered(self):
		self.plan_visit(KARIM, time="10:00:00")
		visit = self.plan_visit()
		row = visit.purposes[0].name

		answer = place(visit.name, {"mntc_time": "10:30", "technicians": {row: KARIM}})
		self.assertIn(KARIM, answer["told"])

		change_settings(refuse_double_booking=1)
		with self.assertRaisesRegex(frappe.ValidationError, "another time"):
			place(visit.name, {"mntc_time": "10:15"})

	def test_begun_visits_groups_and_strangers_are_refused(self):
		visit = self.plan_visit()
		row = visit.purposes[0].name
		with self.assert_throws(TechnicianError, "doesn't exist"):
			place(visit.name, {"technicians": {row: "Nobody"}})
		frappe.set_user(SALES)
		with self.assertRaises(frappe.PermissionError):
			place(visit.name, {"mntc_date": TUESDAY})
		frappe.set_user("Administrator")
		visit.append("time_logs", {"service_person": JULIE, "from_time": "2026-01-05 09:00:00"})
		visit.save()
		with self.assert_throws(NotDraftError, "nobody has begun"):
			place(visit.name, {"mntc_date": TUESDAY})

	def test_visits_that_change_places_are_moved_together_and_back(self):
		change_settings(refuse_double_booking=1)
		first, second = self.plan_visit(time="09:00:00"), self.plan_visit(time="10:00:00")
		moves = [self.get_move(first, "10:00"), self.get_move(second, "09:00")]
		with self.assertRaisesRegex(frappe.ValidationError, "another time"):
			place(**moves[0])

		answers = place_all(moves)

		self.assertEqual([answer["visit"] for answer in answers], [first.name, second.name])
		self.assertEqual(self.get_times(first, second), ["10:00:00", "9:00:00"])
		back = [
			{**move, "plan": move["was"], "was": answer["plan"]}
			for move, answer in zip(moves, answers, strict=True)
		]
		place_all(back)
		self.assertEqual(self.get_times(first, second), ["9:00:00", "10:00:00"])

	def test_what_is_refused_of_many_stays_and_the_others_are_moved_around_it(self):
		change_settings(refuse_double_booking=1)
		first, second, third = (self.plan_visit(time=f"{hour:02}:00:00") for hour in (9, 10, 11))
		moves = [
			self.get_move(first, "10:00"),
			self.get_move(second, "09:00"),
			self.get_move(third, "14:00"),
			{"visit": "Nothing", "plan": {"mntc_time": "08:00"}},
		]
		moves[1]["was"] = {**moves[1]["was"], "mntc_time": "12:00"}
		frappe.clear_messages()

		answers = place_all(moves)

		told = [(answer["visit"], answer.get("error")) for answer in answers]
		names = [first.name, second.name, third.name, "Nothing"]
		errors = ["DoubleBookingError", "MovedMeanwhileError", None, "DoesNotExistError"]
		self.assertEqual(told, list(zip(names, errors, strict=True)))
		self.assertIn(JULIE, answers[0]["message"])
		self.assertIn("meanwhile", answers[1]["message"])
		self.assertEqual(self.get_times(first, second, third), ["9:00:00", "10:00:00", "14:00:00"])
		self.assertEqual(frappe.get_message_log(), [])

	def test_deadlock_is_no_refusal_of_one_of_them(self):
		deadlock = patch.object(moves, "place_one", side_effect=DeadlockError)
		with deadlock, self.assertRaises(DeadlockError):
			place_all([{"visit": "", "plan": {}}])

	def test_more_moves_than_a_request_takes_are_refused_as_a_whole(self):
		with self.assert_throws(TooManyMovesError, "500", "501"):
			place_all([{"visit": "", "plan": {}}] * 501)

	def get_move(self, visit, time: str) -> dict:
		return {"visit": visit.name, "plan": {"mntc_time": time}, "was": get_seen(visit.reload())}

	def get_times(self, *visits) -> list[str]:
		return [str(visit.reload().mntc_time) for visit in visits]

	def test_one_lane_of_two_technicians_is_moved(self):
		visit = make_visit(
			BAKERY, {SERVICE: None, "ENT-CHAUD": None}, JULIE, mntc_date=MONDAY, mntc_time="09:00:00"
		).insert()
		rows = [row.name for row in visit.purposes]

		place(visit.name, {"technicians": {rows[1]: KARIM}})
		self.assertEqual(self.get_shown(visit.name)["technicians"], [JULIE, KARIM])


class TestTray(BoardTestCase):
	def test_visits_of_nobody_and_open_orders_and_claims_wait(self):
		nobody, timeless = self.plan_visit(None), self.plan_visit(time=None)
		planned, order = self.plan_visit(), make_order(BAKERY, items=(SERVICE,))
		claim = make_claim(HOTEL)

		tray = get_tray(SUNDAY)

		names = {visit["name"] for visit in tray["visits"]}
		self.assertEqual(names & {nobody.name, timeless.name, planned.name}, {nobody.name, timeless.name})
		sources = {source["name"]: source for source in tray["sources"]}
		self.assertEqual(sources[order.name]["items"], [SERVICE])
		self.assertEqual(sources[claim.name]["customer"], HOTEL)
		self.assertEqual(
			sources[order.name]["territory"], frappe.db.get_value("Customer", BAKERY, "territory")
		)

	def test_order_is_planned_at_once_and_only_once(self):
		order = make_order(BAKERY, items=(SERVICE,))
		source = next(source for source in get_tray(SUNDAY)["sources"] if source["name"] == order.name)
		plan = {"mntc_date": MONDAY, "mntc_time": "08:30", "service_person": KARIM}

		answer = plan_source(source, plan)

		visit = frappe.get_doc("Maintenance Visit", answer["visit"])
		self.assertEqual(
			(visit.technicians, str(visit.mntc_time), visit.status), (KARIM, "8:30:00", "Planned")
		)
		self.assertEqual(visit.purposes[0].prevdoc_docname, order.name)
		self.assertNotIn(order.name, [source["name"] for source in get_tray(SUNDAY)["sources"]])
		with self.assert_throws(PlannedAlreadyError, visit.name):
			plan_source(source, plan)

	def test_who_may_not_read_the_document_is_refused_before_he_learns_of_its_visit(self):
		order, claim = make_order(BAKERY, items=(SERVICE,)), make_claim(BAKERY)
		schedule, own = (make_schedule(name, {BOILER: ("Weekly", 2, 7, JULIE)}) for name in (BAKERY, CLINIC))
		rows = [row.name for row in schedule.schedules]
		day = str(schedule.schedules[0].scheduled_date)
		plan = {"mntc_date": day}
		sources = [
			{"doctype": order.doctype, "name": order.name},
			{"doctype": claim.doctype, "name": claim.name},
			{"doctype": schedule.doctype, "name": schedule.name, "rows": rows, "day": day},
		]
		made = [plan_source(source, plan)["visit"] for source in sources]
		self.restrict(DISPATCHER, "Customer", CLINIC)
		frappe.set_user(DISPATCHER)

		for source in sources:
			with self.subTest(source["doctype"]), self.assertRaises(frappe.PermissionError):
				frappe.clear_messages()
				plan_source(source, plan)
		with self.assertRaises(NothingLeftToDoError):
			plan_source({**sources[-1], "name": own.name}, plan)
		for visit in made:
			self.assertNotIn(visit, frappe.as_json(frappe.get_message_log()))

	def test_new_visit_is_taken_back_as_long_as_nobody_else_has_changed_it(self):
		made = self.plan_order()
		moved = place(made["visit"], {"mntc_time": "10:00"}, made["plan"])
		self.assertEqual(moved["modified_before"], made["modified"])

		with self.assert_throws(ChangedMeanwhileError, "has changed it meanwhile"):
			take_back(made["visit"], made["modified"])
		take_back(made["visit"], moved["modified"])
		self.assertFalse(frappe.db.exists("Maintenance Visit", made["visit"]))

	def test_new_visit_that_is_begun_or_may_not_be_deleted_is_not_taken_back(self):
		made = self.plan_order()
		frappe.set_user(SALES)
		with self.assertRaises(frappe.PermissionError):
			take_back(made["visit"], made["modified"])
		frappe.set_user("Administrator")
		visit = frappe.get_doc("Maintenance Visit", made["visit"])
		visit.append("time_logs", {"service_person": JULIE, "from_time": "2026-01-05 09:00:00"})
		visit.save()

		with self.assert_throws(NotDraftError, "nobody has begun"):
			take_back(made["visit"], str(visit.modified))
		self.assertTrue(visit.reload().time_logs)

	def plan_order(self) -> dict:
		order = make_order(BAKERY, items=(SERVICE,))
		source = next(source for source in get_tray(SUNDAY)["sources"] if source["name"] == order.name)
		return plan_source(source, {"mntc_date": MONDAY, "mntc_time": "08:30", "service_person": KARIM})

	def test_tray_costs_the_same_for_few_and_many(self):
		self.plan_visit(None)
		make_order(BAKERY, items=(SERVICE,))
		get_tray(SUNDAY)
		few = count_statements(lambda: get_tray(SUNDAY))
		for _number in range(5):
			self.plan_visit(None)
			make_order(CLINIC, items=(SERVICE,))
		many = count_statements(lambda: get_tray(SUNDAY))

		self.assertEqual(len(few), len(many), "\n".join(many))


def make_holiday_list(day: str) -> str:
	holidays = frappe.get_doc(
		{
			"doctype": "Holiday List",
			"holiday_list_name": "Frost",
			"company": COMPANY["company_name"],
			"from_date": "2030-01-01",
			"to_date": "2030-12-31",
			"holidays": [{"holiday_date": day, "description": "<b>Fête du givre</b>"}],
		}
	)
	return holidays.insert().name
