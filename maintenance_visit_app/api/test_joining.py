"""Operations that share a save end as they would have one by one, whatever is sent.

By hand, for more: JOINED_QUEUES=500 the test of this name.
"""

import os
import re
from random import Random
from unittest.mock import patch

import frappe

from maintenance_visit_app.api import applying
from maintenance_visit_app.api.applying import apply_all
from maintenance_visit_app.api.clock import Clock
from maintenance_visit_app.api.operation import Operation
from maintenance_visit_app.demo.stock import get_warehouse
from maintenance_visit_app.tests import BOILER, SPLIT, VisitTestCase, change_settings, make_person, make_visit
from maintenance_visit_app.tests.operations import DRAWING, new_id, operation
from maintenance_visit_app.tests.parts import GASKET, PUMP
from maintenance_visit_app.tests.test_statements import count_statements

QUEUES = int(os.environ.get("JOINED_QUEUES", 8))
SERIAL_NUMBERS = ("CIRC25-2026-0002", "CIRC25-2026-0003")
FIELDS = ("docstatus", "status", "completion_status", "rating", "signed_by", "signed_on", "working_hours")
TABLES = {
	"purposes": ("work_done", "completion_status"),
	"parts": ("item_code", "qty", "serial_no", "warehouse"),
	"checks": ("task", "result", "reading", "remark"),
	"time_logs": ("service_person", "from_time", "to_time", "hours", "check_in_position"),
}

# For each operation of a routine visit, from its check-in to its submit
MOST_STATEMENTS = 7


class TestJoining(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		self.technician, self.helper = (
			make_person(f"Technician {frappe.generate_hash(length=6)}") for _person in range(2)
		)
		self.visit = make_visit(items={BOILER: None, SPLIT: None}, technician=self.technician)
		for task in ("Pressure", "Filter"):
			self.visit.append("checks", {"task": task})
		self.visit.append("parts", {"item_code": GASKET, "qty": 1, "warehouse": get_warehouse()})
		self.visit.insert()

	def test_random_queues_end_as_one_by_one(self):
		for seed in range(QUEUES):
			queue = Queue(Random(seed), self.visit, self.technician).get()
			with self.subTest(seed=seed):
				change_settings(issue_parts_on_submit=seed % 2)
				joined = self.get_end(queue)
				with one_by_one():
					alone = self.get_end(queue)
				self.assertEqual(joined["results"], alone["results"], [sent["operation"] for sent in queue])
				self.assertEqual(joined, alone)

	def test_a_routine_visit_costs_a_few_saves(self):
		rows = [row.name for row in self.visit.purposes]
		done = {"work_done": "Cleaned.", "completion_status": "Fully Completed"}
		queue = [
			operation("check_in", self.visit, service_person=self.technician),
			operation("answer", self.visit, task="Pressure", result="OK"),
			operation("answer", self.visit, task="Filter", result="OK"),
			operation("part", self.visit, item_code=GASKET, qty=1, row=new_id(), warehouse=get_warehouse()),
			*(operation("work_done", self.visit, row=row, **done) for row in rows),
			operation("check_out", self.visit, service_person=self.technician),
			operation("rate", self.visit, rating=0.8),
			operation(
				"sign",
				self.visit,
				signature=DRAWING,
				signed_by="M. Roux",
				completion_status="Fully Completed",
			),
			operation("complete", self.visit),
		]
		saves = []
		original = type(self.visit).save

		def count(visit, *args, **kwargs):
			saves.append(visit.docstatus)
			return original(visit, *args, **kwargs)

		frappe.db.savepoint("queue")
		with one_by_one():
			self.assert_applied(queue)
			frappe.db.rollback(save_point="queue")
			alone = count_statements(lambda: self.assert_applied(queue))
		frappe.db.rollback(save_point="queue")
		with patch.object(type(self.visit), "save", count):
			joined = count_statements(lambda: self.assert_applied(queue))

		self.assertEqual(len(saves), 1)
		self.assertLess(len(joined), len(alone) / 2)
		self.assertLessEqual(len(joined) / len(queue), MOST_STATEMENTS, "an operation")

	def test_what_visits_have_in_common_is_read_once(self):
		visits = [self.visit, make_visit(items={BOILER: None}, technician=self.helper).insert()]
		part = {"item_code": GASKET, "qty": 1, "warehouse": get_warehouse()}

		read = count_statements(
			lambda: self.assert_applied([operation("part", one, **part) for one in visits])
		)

		for table, column in (("Item", "end_of_life"), ("UOM", "must_be_whole"), ("Warehouse", "disabled")):
			found = [statement for statement in read if f"tab{table}" in statement and column in statement]
			self.assertEqual(len(found), 1, found)

	def test_who_is_at_work_elsewhere_is_refused_though_he_leaves_at_once(self):
		elsewhere = make_visit(items={BOILER: None}, technician=self.technician)
		elsewhere.append("time_logs", {"service_person": self.technician, "from_time": self.visit.creation})
		elsewhere.insert()
		queue = [
			operation(kind, self.visit, service_person=self.technician) for kind in ("check_in", "check_out")
		]

		checked_in, checked_out = apply_all([Operation.of(sent) for sent in queue], Clock())

		self.assertEqual((checked_in["outcome"], checked_out["outcome"]), ("refused", "refused"))
		self.assertIn("Check out there first", checked_in["error"]["message"])
		self.assertIn("is not checked in", checked_out["error"]["message"])
		self.assertEqual(self.visit.reload().time_logs, [])

	def assert_applied(self, queue: list[dict]) -> None:
		results = apply_all([Operation.of(sent) for sent in queue], Clock())
		self.assertEqual({result["outcome"] for result in results}, {"applied"}, results)

	def get_end(self, queue: list[dict]) -> dict:
		"""Return what is answered and what is stored, and take it back."""
		frappe.db.savepoint("queue")
		results = apply_all([Operation.of(sent) for sent in queue], Clock())
		visit = frappe.get_doc("Maintenance Visit", self.visit.name)
		comments = {"reference_name": visit.name, "comment_type": "Comment"}
		end = {
			"results": [drop_moments(result) for result in results],
			"visit": [str(visit.get(fieldname)) for fieldname in FIELDS],
			"log": self.get_log(queue),
			"comments": sorted(map(drop_file_name, frappe.get_all("Comment", comments, pluck="content"))),
			"issued": frappe.db.count("Stock Entry", {"maintenance_visit": visit.name}),
			**{
				table: [[str(row.get(name)) for name in names] for row in visit.get(table)]
				for table, names in TABLES.items()
			},
		}
		frappe.db.rollback(save_point="queue")
		frappe.clear_document_cache("Maintenance Visit", self.visit.name)
		return end

	def get_log(self, queue: list[dict]) -> list[tuple]:
		fields = [
			"operation",
			"outcome",
			"visit",
			"user",
			"fingerprint",
			"message",
			"resolved",
			"device_time",
			"done_at",
		]
		records = frappe.get_all(
			"Visit Operation", {"name": ("in", [sent["id"] for sent in queue])}, ["name", *fields]
		)
		return sorted((record.name, *(str(record[name]) for name in fields)) for record in records)


class Queue:
	"""What a device may send of one visit: what is right, and often enough what is not."""

	def __init__(self, random: Random, visit, technicians: tuple[str, str]) -> None:
		self.random, self.visit = random, visit
		# One of them comes and goes more often
		self.technicians = (technicians[0], *technicians)
		self.parts = [visit.parts[0].name, new_id(), new_id()]
		self.moments = [f"{visit.mntc_date} 00:00:{second:02}" for second in range(10)]

	def get(self) -> list[dict]:
		kinds = [self.random.choice(list(self.kinds)) for _number in range(self.random.randint(4, 16))]
		return [self.kinds[kind](self) for kind in kinds]

	def choose(self, *values):
		return self.random.choice(values)

	def send(self, kind: str, **payload) -> dict:
		payload = {key: value for key, value in payload.items() if value is not None}
		return operation(kind, self.visit, self.choose(*self.moments), **payload)

	def check_in(self) -> dict:
		person = self.choose(*self.technicians)
		return self.send("check_in", service_person=person, latitude=45.1, longitude=5.7, row=new_id())

	def check_out(self) -> dict:
		return self.send("check_out", service_person=self.choose(*self.technicians))

	def answer(self) -> dict:
		named = self.choose(
			{"task": "Pressure"}, {"task": "Filter"}, {"check": self.visit.checks[0].name}, {"task": "None"}
		)
		return self.send(
			"answer", **named, result=self.choose("OK", "Not OK", "Perhaps"), remark=self.choose("", "Old")
		)

	def reading(self) -> dict:
		return self.send(
			"reading", task=self.choose("Pressure", "New", "New"), reading=self.choose("1,5", "2")
		)

	def work_done(self) -> dict:
		row = self.choose(*self.visit.purposes).name
		status = self.choose(None, "Fully Completed", "Partially Completed", "Half")
		sent = self.send(
			"work_done", row=row, work_done=self.choose("Cleaned.", "Changed.", ""), completion_status=status
		)
		return {**sent, "was": self.choose({}, {"work_done": "Other."})}

	def part(self) -> dict:
		part = self.choose(
			{"item_code": GASKET, "qty": self.choose(1, 2, -1, 100_000)},
			{"item_code": PUMP, "qty": 1, "serial_no": self.choose(*SERIAL_NUMBERS)},
		)
		named = {"row": self.choose(None, *self.parts), "remove": self.choose(None, None, None, True)}
		return self.send("part", **part, **named, warehouse=self.choose(get_warehouse(), None))

	def rate(self) -> dict:
		return self.send("rate", rating=self.choose(0.2, 0.8, 3))

	def note(self) -> dict:
		return self.send("note", text=self.choose("Wet.", "Dry.", ""))

	def sign(self) -> dict:
		status = self.choose(None, "Fully Completed", "Partially Completed")
		return self.send(
			"sign", signature=DRAWING, signed_by=self.choose("M. Roux", None), completion_status=status
		)

	def complete(self) -> dict:
		return self.send(
			"complete", completion_status=self.choose(None, "Fully Completed", "Partially Completed")
		)

	kinds = {
		"check_in": check_in,
		"check_out": check_out,
		"answer": answer,
		"reading": reading,
		"work_done": work_done,
		"work_done_too": work_done,
		"part": part,
		"part_too": part,
		"rate": rate,
		"note": note,
		"sign": sign,
		"complete": complete,
	}


def one_by_one():
	return patch.object(applying, "get_runs", lambda operations, known: [[one] for one in operations])


def drop_file_name(text: str) -> str:
	"""A file that was written is there when the same is written again, which then has another name."""
	return re.sub(r"[0-9a-f-]{36,}\.png", "drawing", text)


def drop_moments(result: dict) -> dict:
	"""Leave out what differs between two times of applying the same: when, and the names of rows without one."""
	result = dict(result)
	result["now"] = {key: value for key, value in (result["now"] or {}).items() if key != "modified"}
	for holder in (result, result.get("error") or {}):
		if holder.get("row"):
			holder["row"] = {key: value for key, value in holder["row"].items() if key != "name"}
	return result
