import json

import frappe
from frappe.utils import add_to_date, now_datetime, strip_html

from maintenance_visit_app.demo.stock import get_warehouse
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.completion import (
	WorkNotRecordedError,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.missing import (
	NotReadyError,
	get_missing,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.test_sign_off import SIGNATURE
from maintenance_visit_app.tests import (
	BOILER,
	HOTEL,
	JULIE,
	SPLIT,
	VisitTestCase,
	change_settings,
	do_work,
	make_person,
	make_visit,
)
from maintenance_visit_app.tests.desk_requests import save
from maintenance_visit_app.tests.parts import FILTER, FILTER_BATCH, PUMP, TECHNICIAN, get_pumps

FULLY, PARTIALLY, PENDING = "Fully Completed", "Partially Completed", "Pending"
OF_EVERY_KIND = (
	"Set the Completion Status",
	"Row #1: set the Technician",
	"Row #1: describe the Work Done",
	"row #1: give a result for Burner cleaned",
	"Row #1: Enter the serial numbers",
	"Row #2: Choose the batch",
	"is still checked in",
	"signature is missing",
)


class TestMissing(VisitTestCase):
	def test_submit_names_what_is_missing_of_every_kind_at_once(self):
		visit = self.make_visit_that_misses_everything()

		with self.assert_throws(NotReadyError, *OF_EVERY_KIND):
			save(visit, "Submit")

		self.assertEqual(frappe.db.get_value("Maintenance Visit", visit.name, "docstatus"), 0)
		self.assertFalse(frappe.db.exists("Stock Entry", {"maintenance_visit": visit.name}))

	def test_what_is_missing_is_told_with_its_place_before_anybody_submits(self):
		visit = self.make_visit_that_misses_everything()

		gaps = get_missing(visit.name)

		self.assertEqual(
			[(gap["table"], gap["row"], gap["fieldname"]) for gap in gaps],
			[
				("", 0, "completion_status"),
				("purposes", 1, "service_person"),
				("purposes", 1, "work_done"),
				("checks", 1, "result"),
				("parts", 1, "serial_no"),
				("parts", 2, "batch_no"),
				("time_logs", 1, "to_time"),
				("", 0, "customer_signature"),
			],
		)
		self.assertEqual([gap["row_name"] for gap in gaps[:2]], ["", visit.purposes[0].name])
		for gap, fragment in zip(gaps, OF_EVERY_KIND, strict=True):
			self.assertIn(fragment, strip_html(gap["message"]))
		self.assertEqual(visit.modified, frappe.db.get_value("Maintenance Visit", visit.name, "modified"))

	def test_when_all_is_entered_nothing_is_missing_and_the_submit_goes_through(self):
		visit = do_work(self.make_visit_that_misses_everything())
		visit.checks[0].result = "OK"
		visit.parts[0].serial_no, visit.parts[1].batch_no = get_pumps()[0], FILTER_BATCH
		visit.time_logs[0].to_time = now_datetime()
		visit = save(visit.update({"customer_signature": SIGNATURE, "signed_by": "Mme Roux"}))

		self.assertEqual(get_missing(visit.name), [])
		visit = save(visit, "Submit")
		self.assertEqual((visit.docstatus, get_missing(visit.name)), (1, []))

	def test_gaps_of_one_kind_are_that_kinds_error(self):
		visit = save(make_visit())

		with self.assert_throws(WorkNotRecordedError, "Completion Status", "Work Done"):
			save(visit, "Submit")

	def test_rows_that_contradict_the_visit_are_told_too(self):
		visit = do_work(make_visit(HOTEL, {BOILER: None, SPLIT: None}))
		visit.purposes[1].completion_status = PENDING

		gaps = get_missing(save(visit).name)

		self.assertEqual([(gap["table"], gap["row"]) for gap in gaps], [("", 0), ("purposes", 2)])
		self.assertIn("Row #2 is Pending", strip_html(gaps[1]["message"]))

	def test_parts_that_no_submit_issues_lack_nothing(self):
		visit = do_work(make_visit())
		visit.append("parts", {"item_code": PUMP, "qty": 500})

		self.assertEqual(get_missing(save(visit).name), [])

	def test_parts_issued_later_are_asked_for_their_numbers_and_warehouse_and_block_nothing(self):
		visit = do_work(make_visit())
		for item_code, warehouse in ((PUMP, get_warehouse()), (FILTER, None)):
			visit.append("parts", {"item_code": item_code, "qty": 1, "warehouse": warehouse})
		change_settings(default_warehouse=None)
		visit = save(visit)

		asked = get_missing(visit.name, with_questions=True)

		self.assertEqual(
			[(gap["table"], gap["row"], gap["fieldname"], gap["is_question"]) for gap in asked],
			[
				("parts", 1, "serial_no", True),
				("parts", 2, "batch_no", True),
			],
		)
		self.assertEqual(asked[0]["row_name"], visit.parts[0].name)
		self.assertEqual(get_missing(visit.name), [])
		self.assertEqual(save(visit, "Submit").docstatus, 1)

	def test_who_may_not_read_the_visit_is_told_nothing(self):
		visit = save(make_visit())
		self.restrict(TECHNICIAN, "Customer", "Clinique Saint-Bruno")
		frappe.set_user(TECHNICIAN)

		self.assertRaises(frappe.PermissionError, get_missing, visit.name)

	def make_visit_that_misses_everything(self):
		"""Return the draft of a visit whose technician is at work, and has entered nothing else."""
		change_settings(issue_parts_on_submit=1, require_signature=1)
		visit = make_visit(technician=None)
		visit.append("checks", {"task": "Burner cleaned", "mandatory": 1})
		for item_code in (PUMP, FILTER):
			visit.append("parts", {"item_code": item_code, "qty": 1, "warehouse": get_warehouse()})
		begun = add_to_date(now_datetime(), minutes=-5)
		person = make_person("Ines Morel")
		visit.append("time_logs", {"service_person": person, "from_time": begun})
		return save(visit)


class TestSignedTooEarly(VisitTestCase):
	def test_what_the_signature_would_shut_is_told(self):
		visit = do_work(make_visit())
		visit.purposes[0].work_done = None
		visit.append("checks", {"task": "Burner cleaned", "mandatory": 1})

		self.assertEqual(self.sign(visit), ["describe the Work Done", "give a result for Burner cleaned"])

	def test_who_is_still_checked_in_has_not_signed_too_early(self):
		visit = do_work(make_visit())
		begun = add_to_date(now_datetime(), minutes=-5)
		visit.append("time_logs", {"service_person": make_person("Ines Morel"), "from_time": begun})

		self.assertEqual(self.sign(visit), [])

	def test_the_same_signature_is_not_judged_again(self):
		visit = make_visit()
		self.assertNotEqual(self.sign(visit), [])

		frappe.clear_messages()
		save(frappe.get_last_doc("Maintenance Visit", {"customer": HOTEL}))

		self.assertNotIn("Signed Too Early", str(frappe.get_message_log()))

	def sign(self, visit) -> list[str]:
		"""Save the visit with a signature, and return what it is told to enter before."""
		frappe.clear_messages()
		save(visit.update({"customer_signature": SIGNATURE, "signed_by": "Mme Roux"}))
		early = [
			log for log in map(read_message, frappe.get_message_log()) if log.title == "Signed Too Early"
		]
		lines = [strip_html(line) for log in early for line in log.message[1:]]
		return [line.split(": ", 1)[1].split(".")[0] for line in lines]


class TestRowsThatSayNothing(VisitTestCase):
	def test_a_partial_visit_left_the_row_pending_that_tells_of_no_work(self):
		self.assertEqual(
			self.submit(PARTIALLY, (None, "Burner cleaned."), (None, None)), [PARTIALLY, PENDING]
		)

	def test_a_partial_visit_keeps_the_work_of_a_row_beside_one_that_is_done(self):
		self.assertEqual(
			self.submit(PARTIALLY, (FULLY, "Burner cleaned."), (None, "Filter changed.")), [FULLY, PARTIALLY]
		)

	def test_a_partial_visit_that_tells_of_no_work_is_asked_for_all_of_it(self):
		with self.assert_throws(WorkNotRecordedError, "Row #1: describe", "Row #2: describe"):
			self.submit(PARTIALLY, (None, " "), (None, None))

	def test_work_that_a_complete_visit_does_not_describe_is_asked_for(self):
		with self.assert_throws(WorkNotRecordedError, "Row #2: describe"):
			self.submit(FULLY, (None, "Burner cleaned."), (None, None))

	def submit(self, completion_status: str, *rows: tuple) -> list[str]:
		"""Submit a visit whose rows have these statuses and this work done, and return the statuses it gave them."""
		visit = make_visit(HOTEL, {BOILER: None, SPLIT: None}, completion_status=completion_status)
		for row, (status, work_done) in zip(visit.purposes, rows, strict=True):
			row.update({"service_person": JULIE, "completion_status": status, "work_done": work_done})
		return [row.completion_status for row in save(save(visit), "Submit").purposes]


def read_message(message: dict | str) -> frappe._dict:
	"""Frappe 15 keeps its messages as JSON."""
	return frappe._dict(json.loads(message) if isinstance(message, str) else message)
