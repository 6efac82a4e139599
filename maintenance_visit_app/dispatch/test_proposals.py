"""A better plan for a day: proposed, looked at, taken in part, and never applied by itself."""

import frappe

from maintenance_visit_app.dispatch.moves import MovedMeanwhileError, place
from maintenance_visit_app.dispatch.proposals import (
	NothingToArrangeError,
	cancel,
	get_proposal,
	make_proposal,
	propose,
	propose_in_background,
)
from maintenance_visit_app.tests import BAKERY, CLINIC, HOTEL, JULIE, KARIM
from maintenance_visit_app.tests.dispatch import MONDAY, BoardTestCase, get_seen, make_profile

DISPATCHER = "claire.dubois@example.com"
# A technician between two places has them in turns, three times across the mountains
NEAR, FAR = "45.18850, 5.72450", "45.90000, 6.12000"


class TestProposals(BoardTestCase):
	def setUp(self) -> None:
		super().setUp()
		make_profile(JULIE, [("Monday", "07:00", "19:00")], home_position=NEAR)
		self.visits = [
			self.plan_visit(customer=customer, time=f"{hour:02}:00:00")
			for customer, hour in ((CLINIC, 8), (HOTEL, 11), (CLINIC, 14), (HOTEL, 17))
		]
		for visit, position in zip(self.visits, (NEAR, FAR, NEAR, FAR), strict=True):
			frappe.db.set_value("Address", visit.customer_address, "service_position", position)

	def test_less_driving_is_proposed_and_nothing_is_changed_before_it_is_taken(self):
		seen = [get_seen(visit.reload()) for visit in self.visits]

		proposal = self.propose()

		self.assertLess(proposal["after"]["travel"], proposal["before"]["travel"])
		self.assertEqual((proposal["after"]["placed"], proposal["unplaced"]), (4, []))
		self.assertEqual(len(proposal["changes"]) + proposal["kept"], 4)
		self.assertEqual([get_seen(visit.reload()) for visit in self.visits], seen)

		for change in proposal["changes"]:
			place(change["visit"], change["plan"], change["was"])
			visit = frappe.get_doc("Maintenance Visit", change["visit"])
			self.assertEqual(str(visit.mntc_time).zfill(8)[:5], change["after"]["mntc_time"])
		self.assertEqual(self.propose()["before"]["travel"], proposal["after"]["travel"])

	def test_what_is_promised_stays_and_the_same_facts_have_the_same_proposal(self):
		promised = self.visits[1]
		promised.reload().update({"fixed_appointment": 1}).save()

		first, second = self.propose(), self.propose()

		self.assertEqual(first, second)
		self.assertNotIn(promised.name, [change["visit"] for change in first["changes"]])

	def test_what_was_moved_or_promised_since_the_proposal_is_not_moved_by_it(self):
		changes = {change["visit"]: change for change in self.propose()["changes"]}
		moved, promised = list(changes)[:2]
		place(moved, {"mntc_time": "19:30"})
		frappe.get_doc("Maintenance Visit", promised).update({"fixed_appointment": 1}).save()
		seen = [get_seen(frappe.get_doc("Maintenance Visit", name)) for name in (moved, promised)]

		with self.assert_throws(MovedMeanwhileError, "planned it anew meanwhile"):
			place(moved, changes[moved]["plan"], changes[moved]["was"])
		with self.assert_throws(MovedMeanwhileError, "made it a fixed appointment meanwhile"):
			place(promised, changes[promised]["plan"], changes[promised]["was"])

		found = [get_seen(frappe.get_doc("Maintenance Visit", name)) for name in (moved, promised)]
		self.assertEqual(found, seen)

	def test_job_is_asked_for_by_who_began_it_alone_and_can_be_cancelled(self):
		name = propose(MONDAY, MONDAY, [JULIE])
		self.assertEqual(get_proposal(name)["state"], "running")
		self.run_job(name)
		done = get_proposal(name)
		self.assertEqual(done["state"], "done")
		self.assertTrue(done["proposal"]["changes"])

		other = propose(MONDAY, MONDAY, [JULIE])
		cancel(other)
		self.run_job(other)
		self.assertEqual(get_proposal(other), {"state": "cancelled", "share": 0})

		frappe.set_user(DISPATCHER)
		self.assertEqual(get_proposal(name), {"state": "gone"})

	def test_hours_that_have_passed_are_given_to_nobody(self):
		for visit, hour in zip(self.visits, (13, 15, 14, 16), strict=True):
			visit.reload().update({"mntc_time": f"{hour}:00:00"}).save()
		timeless = self.plan_visit(time=None, customer=CLINIC)

		with self.freeze_time(f"{MONDAY} 12:30:00"):
			proposal = self.propose()

		self.assertTrue(proposal["changes"])
		for change in proposal["changes"]:
			self.assertGreaterEqual(change["after"]["mntc_time"], "12:30", change)
		self.assertIn(timeless.name, [change["visit"] for change in proposal["changes"]])

	def test_visits_that_the_user_may_not_read_take_their_time_and_are_not_told_of(self):
		hidden = self.plan_visit(customer=BAKERY, time="07:00:00", planned_duration=6 * 3600)
		self.restrict(DISPATCHER, "Customer", CLINIC)
		frappe.set_user(DISPATCHER)

		proposal = self.propose()

		told = [change["visit"] for change in proposal["changes"]]
		self.assertIn(self.visits[0].name, told)
		self.assertTrue(set(told) <= {self.visits[0].name, self.visits[2].name}, told)
		self.assertGreaterEqual(proposal["changes"][0]["after"]["mntc_time"], "13:00")
		for secret in (BAKERY, hidden.name):
			self.assertNotIn(secret, frappe.as_json(proposal))

	def test_visits_of_who_is_disabled_go_to_others(self):
		hours = [("Monday", "08:00", "17:00")]
		make_profile(KARIM, hours)
		left = [self.plan_visit(KARIM, time=time) for time in ("10:00:00", None)]
		frappe.db.set_value("Sales Person", KARIM, "enabled", 0)
		day = frappe.utils.getdate(MONDAY)

		proposal = make_proposal(day, day, [JULIE, KARIM], [visit.name for visit in left])

		after = {change["visit"]: change["after"]["technicians"] for change in proposal["changes"]}
		self.assertEqual(after, {visit.name: [JULIE] for visit in left})

	def test_visit_of_nobody_that_may_not_move_is_left_where_it_is_and_takes_no_time(self):
		"""Promised, past, not chosen, or of a day without an hour: each has no place among the routes to stay at."""
		promised = self.plan_visit(None, customer=HOTEL, time="10:00:00", fixed_appointment=1)
		without_hour = self.plan_visit(customer=HOTEL, time=None, fixed_appointment=1)
		past = self.plan_visit(None, customer=CLINIC, time="06:30:00")
		not_chosen = self.plan_visit(None, customer=CLINIC, time="12:00:00")
		chosen = [visit.name for visit in (*self.visits, promised, without_hour, past)]

		with self.freeze_time(f"{MONDAY} 07:00:00"):
			kept = self.propose_by_request(chosen)
			alone = self.propose_by_request([visit.name for visit in self.visits])

		self.assertEqual(kept["state"], "done", kept)
		told = frappe.as_json(kept["proposal"])
		for visit in (promised, without_hour, past, not_chosen):
			self.assertNotIn(visit.name, told)
		self.assertEqual(kept["proposal"], alone["proposal"])
		self.assertEqual(kept["proposal"]["after"]["placed"], 4)
		self.assertTrue(kept["proposal"]["changes"])

	def test_days_that_have_passed_are_not_arranged(self):
		with self.assert_throws(NothingToArrangeError, "These days have passed"):
			propose("2020-01-06", "2020-01-07")

	def propose(self) -> dict:
		day = frappe.utils.getdate(MONDAY)
		return make_proposal(day, day, [JULIE], [])

	def propose_by_request(self, visits: list[str]) -> dict:
		"""Return what Desk is told when the job has run."""
		name = propose(MONDAY, MONDAY, None, frappe.as_json(visits))
		day = frappe.utils.getdate(MONDAY)
		propose_in_background(name=name, first=day, last=day, technicians=[], visits=visits)
		return get_proposal(name)

	def run_job(self, name: str) -> None:
		day = frappe.utils.getdate(MONDAY)
		propose_in_background(name=name, first=day, last=day, technicians=[JULIE], visits=[])
