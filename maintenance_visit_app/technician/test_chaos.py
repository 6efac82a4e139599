"""A line that breaks at any byte, two devices of one user, sixteen sends of one queue: nothing twice, nothing lost.

By hand, for more: CHAOS_ROUNDS=1000 the test of this name, on MariaDB, too.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import frappe

from maintenance_visit_app.demo.stock import get_warehouse
from maintenance_visit_app.tests.as_users import watched_errors
from maintenance_visit_app.tests.at_once import PEOPLE, USER
from maintenance_visit_app.tests.lines import Broken, Line, served
from maintenance_visit_app.tests.operations import OperationsTestCase, new_id, operation
from maintenance_visit_app.tests.parts import GASKET

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", 5))
# Rounds of one visit
ROUNDS_OF_A_VISIT = 20
MOST_TIMES = 50
SEND = "/api/method/maintenance_visit_app.technician.queue.send"
LONGEST_ANSWER = 1600


class TestChaos(OperationsTestCase):
	def test_two_devices_on_a_line_that_breaks_at_every_byte(self):
		with ExitStack() as stack:
			stack.enter_context(watched_errors())
			line = Line(stack.enter_context(served()), self.users.tokens[USER])
			pool = stack.enter_context(ThreadPoolExecutor(PEOPLE))
			for first in range(0, ROUNDS, ROUNDS_OF_A_VISIT):
				self.play(line, pool, range(first, min(first + ROUNDS_OF_A_VISIT, ROUNDS)))

	def play(self, line: Line, pool: ThreadPoolExecutor, rounds: range) -> None:
		"""Do a visit's work in so many rounds, and complete it by sixteen sends of one queue."""
		visit = self.make_visit()
		frappe.db.commit()
		devices = [Device(line), Device(line)]
		for number in rounds:
			queues = [get_queue(visit, f"{number} of {place}") for place in range(2)]
			waiting = [
				pool.submit(devices[0].send, queues[0], number),
				pool.submit(devices[1].send, queues[1], number),
			]
			for place, one in enumerate(waiting):
				self.assert_done(one.result(), len(queues[place]))
		last = get_last_queue(visit)
		answers = list(pool.map(lambda _number: Device(line).send_until_answered(last), range(PEOPLE)))
		for answer in answers:
			self.assert_done(answer, len(last))
		frappe.db.rollback()
		self.assert_all_there_once(visit, [f"{number} of {place}" for number in rounds for place in range(2)])

	def assert_done(self, results: list[dict], count: int) -> None:
		self.assertEqual(len(results), count)
		self.assertEqual({result["outcome"] for result in results} - {"applied", "already"}, set(), results)

	def assert_all_there_once(self, visit, texts: list[str]) -> None:
		visit.reload()
		readings = [check.reading for check in visit.checks if check.task.startswith("Task ")]
		tasks = sorted(check.task for check in visit.checks if check.task.startswith("Task "))
		self.assertEqual(tasks, sorted(f"Task {text}" for text in texts))
		self.assertEqual(set(readings), {"1"})
		filters = {"reference_name": visit.name, "comment_type": "Comment"}
		notes = frappe.get_all("Comment", filters, pluck="content")
		self.assertEqual(sorted(notes), sorted(f"Note {text}" for text in texts))
		self.assertEqual((len(visit.time_logs), len(visit.parts), visit.status), (1, 1, "Submitted"))
		logged = frappe.db.count("Visit Operation", {"visit": visit.name, "outcome": "Applied"})
		self.assertEqual(logged, 2 * len(texts) + len(get_last_queue(visit)))


class Device:
	"""What holds a queue, and sends it until it has the whole answer."""

	def __init__(self, line: Line) -> None:
		self.line = line

	def send(self, queue: list[dict], number: int) -> list[dict]:
		"""The first time what is sent breaks at a byte, then the answer; each round at the next one."""
		length = len(self.line.get_request(SEND, get_data(queue)))
		for broken in ({"sent": number % length}, {"received": number * 7 % LONGEST_ANSWER}):
			with suppress(Broken, OSError):
				self.line.post(SEND, get_data(queue), **broken)
		return self.send_until_answered(queue)

	def send_until_answered(self, queue: list[dict]) -> list[dict]:
		for _time in range(MOST_TIMES):
			try:
				results = self.line.post(SEND, get_data(queue))["message"]["results"]
			except (Broken, OSError):
				continue
			if not any(result.get("error", {}).get("is_busy") for result in results):
				return results
		raise AssertionError("never answered")


def get_data(queue: list[dict]) -> dict:
	return {"user": USER, "operations": queue}


def get_queue(visit, text: str) -> list[dict]:
	return [
		operation("reading", visit, task=f"Task {text}", reading="1", row=new_id()),
		operation("note", visit, text=f"Note {text}"),
	]


def get_last_queue(visit) -> list[dict]:
	technician = visit.purposes[0].service_person
	done = {"work_done": "Cleaned.", "completion_status": "Fully Completed"}
	return [
		operation("check_in", visit, service_person=technician),
		operation("part", visit, item_code=GASKET, qty=1, row=new_id(), warehouse=get_warehouse()),
		operation("work_done", visit, **done),
		operation("check_out", visit, service_person=technician),
		operation("complete", visit, completion_status="Fully Completed"),
	]
