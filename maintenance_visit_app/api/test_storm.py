"""A line that cuts answers off, after what was asked is done: whoever sends again and again has it done once.

By hand, for more: STORM_REQUESTS=1000 STORM_ROUNDS=10 the test of this name, on MariaDB, too.
"""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random

import frappe

from maintenance_visit_app.demo.stock import get_warehouse
from maintenance_visit_app.demo.tables import COMPANY
from maintenance_visit_app.tests import BOILER, change_settings, make_person
from maintenance_visit_app.tests.as_users import Request, watched_errors
from maintenance_visit_app.tests.at_once import CUSTOMER, PEOPLE, VISIT
from maintenance_visit_app.tests.operations import OperationsTestCase, operation, request
from maintenance_visit_app.tests.parts import GASKET, receive

REQUESTS = int(os.environ.get("STORM_REQUESTS", 48))
ROUNDS = int(os.environ.get("STORM_ROUNDS", 1))
# Of the answers that never arrive
CUT_OFF = 0.5
MOST_TIMES = 200


class TestStorm(OperationsTestCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.addClassCleanup(change_settings, issue_parts_on_submit=0)
		change_settings(issue_parts_on_submit=1)
		receive(ROUNDS)
		frappe.db.commit()

	def test_equal_queues_over_a_line_that_cuts_answers_off_are_done_once(self):
		for seed in range(ROUNDS):
			with self.subTest(seed=seed):
				self.storm(seed)

	def storm(self, seed: int) -> None:
		queue = make_queue(make_person(f"Technician {frappe.generate_hash(length=6)}"))
		before = frappe.db.count(VISIT, {"customer": CUSTOMER})
		frappe.db.commit()
		with watched_errors(), ThreadPoolExecutor(PEOPLE) as pool:
			lines = [Line(self.users, Random(f"{seed} {number}")) for number in range(REQUESTS)]
			answers = list(pool.map(lambda line: line.send_until_answered(request(*queue)), lines))
		frappe.db.rollback()

		outcomes = Counter(result["outcome"] for answer in answers for result in answer)
		self.assertEqual(set(outcomes) - {"applied", "already"}, set(), outcomes)
		names = {result["visit"] for answer in answers for result in answer}
		self.assertEqual(len(names), 1, names)
		self.assertEqual(frappe.db.count(VISIT, {"customer": CUSTOMER}), before + 1)
		visit = frappe.get_doc(VISIT, *names)
		self.assertEqual((len(visit.time_logs), len(visit.parts), visit.status), (1, 1, "Submitted"))
		self.assertEqual(frappe.db.count("Stock Entry", {"maintenance_visit": visit.name}), 1)
		notes = {"reference_name": visit.name, "content": "Once."}
		self.assertEqual(frappe.db.count("Comment", notes), 1)


class Line:
	"""A device's connection, on which what is sent arrives and the answer may not."""

	def __init__(self, users, random: Random) -> None:
		self.users, self.random = users, random

	def send_until_answered(self, sent: Request) -> list[dict]:
		for _time in range(MOST_TIMES):
			answer = self.users.send(sent)
			assert answer.status in (200, 417), f"{answer.text:.600} {answer.error}"
			if answer.status == 200 and self.random.random() > CUT_OFF:
				return answer.body["message"]["results"]
		raise AssertionError("never answered")


def make_queue(technician: str, customer: str = CUSTOMER) -> list[dict]:
	made = operation(
		"create",
		customer=customer,
		company=COMPANY["company_name"],
		purposes=[{"item_code": BOILER, "service_person": technician}],
	)
	visit = made["id"]
	done = {"work_done": "Burner cleaned.", "completion_status": "Fully Completed"}
	return [
		made,
		operation("check_in", visit, service_person=technician),
		operation("part", visit, item_code=GASKET, qty=1, warehouse=get_warehouse()),
		operation("work_done", visit, **done),
		operation("note", visit, text="Once."),
		operation("check_out", visit, service_person=technician),
		operation("complete", visit, completion_status="Fully Completed"),
	]
