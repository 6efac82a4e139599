"""Two dispatchers at the same board in the same moments: no move is lost, and nobody is booked twice."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from threading import Barrier

import frappe
from frappe.utils import add_days, cint, today

from maintenance_visit_app.dispatch.plan import get_plan
from maintenance_visit_app.tests import BOILER, change_settings, make_person, make_visit
from maintenance_visit_app.tests.as_users import Answer, watched_errors
from maintenance_visit_app.tests.at_once import CUSTOMER, AtOnceTestCase, call

# `MOVES=200` is the bar
MOVES = int(os.environ.get("MOVES", 40))
DAYS = [add_days(today(), 40 + number) for number in range(3)]
EIGHT, HOURS_OF_WORK, STRIDE = 8 * 60, 8 * 60, 7
MOVED, BOOKED = "planned it anew meanwhile", "Choose another time"
BUSY = "Nothing was saved"


class TestTwoDispatchers(AtOnceTestCase):
	def setUp(self) -> None:
		super().setUp()
		change_settings(refuse_double_booking=1)
		self.persons = [make_person(f"Technician at Two Boards {number}") for number in range(3)]
		self.visits = [
			make_visit(CUSTOMER, {BOILER: None}, mntc_date=DAYS[0]).insert() for _number in range(8)
		]
		self.before = {visit.name: get_plan(visit) for visit in self.visits}
		self.accepted: dict[str, list[tuple[dict, dict]]] = {visit.name: [] for visit in self.visits}
		self.refused: list[str] = []

	def test_no_move_is_lost_and_nobody_is_booked_twice(self):
		ready = Barrier(2)
		frappe.db.commit()  # nosemgrep: what the requests of the test meet

		with watched_errors(), ThreadPoolExecutor(2) as pool:
			list(pool.map(lambda number: self.move_about(number, ready), range(2)))
		frappe.db.rollback()

		self.assert_each_move_is_there()
		self.assert_nobody_is_booked_twice()
		self.assertTrue(self.refused, "the two were never in each other's way")
		for told in self.refused:
			self.assertRegex(told, f"{MOVED}|{BOOKED}|{BUSY}")

	def move_about(self, dispatcher: int, ready: Barrier) -> None:
		"""Move visits as one who sees what her own moves were answered, and looks anew when she was refused."""
		seen = dict(self.before)
		order, own = Random(0), Random(dispatcher)
		for number in range(MOVES // 2):
			visit = order.choice(list(seen))  # both take the same one
			plan = self.get_new_plan(seen[visit], own, 2 * number + dispatcher)
			ready.wait()
			answer = self.users.send(
				call("maintenance_visit_app.dispatch.moves.place", visit=visit, plan=plan, was=seen[visit])
			)
			self.take(visit, seen, plan, answer)

	def get_new_plan(self, plan: dict, random: Random, number: int) -> dict:
		"""Return a plan with a time that no other move has."""
		minutes = EIGHT + STRIDE * number % HOURS_OF_WORK
		return {
			**plan,
			"mntc_date": random.choice(DAYS),
			"mntc_time": f"{minutes // 60:02}:{minutes % 60:02}",
			"planned_duration": 1800,
			"technicians": dict.fromkeys(plan["technicians"], random.choice(self.persons)),
		}

	def take(self, visit: str, seen: dict, plan: dict, answer: Answer) -> None:
		if answer.status == 200:
			self.accepted[visit].append((seen[visit], answer.body["message"]["plan"]))
			seen[visit] = answer.body["message"]["plan"]
			return
		self.refused.append(" ".join(answer.messages) or answer.text[:500])
		shown = self.users.send(call("maintenance_visit_app.dispatch.board.get_visit", visit=visit)).body
		found = shown["message"]
		start = found["start"]
		seen[visit] = {
			"mntc_date": found["mntc_date"],
			"mntc_time": None if start is None else f"{start // 60:02}:{start % 60:02}",
			"planned_duration": cint(found["planned_duration"]) or None,
			"technicians": {row["name"]: row["service_person"] for row in found["rows"]},
		}

	def assert_each_move_is_there(self) -> None:
		"""Each accepted move begins where another one has ended: none was written over unseen."""
		for visit, moves in self.accepted.items():
			after = {key(was): plan for was, plan in moves}
			self.assertEqual(len(after), len(moves), f"{visit}: two moves began with the same plan")
			plan = self.before[visit]
			while key(plan) in after:
				plan = after.pop(key(plan))
			self.assertFalse(after, f"{visit}: moves that nobody sees")
			self.assertEqual(get_plan(frappe.get_doc("Maintenance Visit", visit)), plan)

	def assert_nobody_is_booked_twice(self) -> None:
		taken = [get_plan(frappe.get_doc("Maintenance Visit", visit)) for visit in self.accepted]
		periods = sorted(
			(
				*plan["technicians"].values(),
				datetime.fromisoformat(f"{plan['mntc_date']} {plan['mntc_time']}"),
			)
			for plan in taken
			if plan["mntc_time"] and all(plan["technicians"].values())
		)
		for (person, start), (other, next_start) in pairwise(periods):
			if person == other:
				self.assertLessEqual(start + timedelta(minutes=30), next_start, person)


def key(plan: dict) -> str:
	return json.dumps(plan, sort_keys=True, default=str)
