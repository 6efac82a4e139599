"""A technician's day, sent as operations: each is done once, whatever the network does."""

from unittest.mock import Mock, patch

import frappe
from frappe.utils import add_days, add_to_date, get_datetime, now_datetime, today

from maintenance_visit_app.api import work
from maintenance_visit_app.api.kinds import VERBS
from maintenance_visit_app.demo.stock import get_warehouse
from maintenance_visit_app.demo.tables import COMPANY
from maintenance_visit_app.tests import BOILER, do_work, make_person
from maintenance_visit_app.tests.as_users import watched_errors
from maintenance_visit_app.tests.at_once import CUSTOMER, PEOPLE, USER, VISIT
from maintenance_visit_app.tests.operations import (
	DRAWING,
	OperationsTestCase,
	new_id,
	operation,
	request,
)
from maintenance_visit_app.tests.parts import GASKET


def ago(**values) -> str:
	return str(
		add_to_date(now_datetime(), **{key: -value for key, value in values.items()}).replace(microsecond=0)
	)


class TestDay(OperationsTestCase):
	def test_a_whole_visit_made_offline_arrives_with_the_times_of_the_taps(self):
		technician = make_person("Technician of the day")
		made = operation(
			"create",
			customer=CUSTOMER,
			company=COMPANY["company_name"],
			mntc_date=today(),
			purposes=[{"item_code": BOILER, "service_person": technician}],
		)
		visit, row = made["id"], new_id()
		begun, ended, signed = ago(hours=3), ago(hours=1), ago(minutes=50)
		day = [
			made,
			operation("check_in", visit, begun, service_person=technician, latitude=45.19, longitude=5.72),
			operation("work_done", visit, work_done="Burner cleaned.", completion_status="Fully Completed"),
			operation("reading", visit, task="Pressure", reading="1,5", row=new_id()),
			operation("part", visit, item_code=GASKET, qty=2, warehouse=get_warehouse(), row=row),
			operation("note", visit, text="The cellar was <b>wet</b>."),
			operation("check_out", visit, ended, service_person=technician),
			operation("rate", visit, rating=0.8, customer_feedback="Quick."),
			operation(
				"sign",
				visit,
				signed,
				signature=DRAWING,
				signed_by="M. Roux",
				completion_status="Fully Completed",
			),
			operation("complete", visit),
		]

		results = self.apply(*day)

		self.assert_outcomes(results, *["applied"] * len(day))
		(name,) = {result["visit"] for result in results}
		self.assertEqual(results[0]["now"]["status"], "Submitted")
		self.assertEqual(results[0]["now"]["technicians"], [technician])
		done = frappe.get_doc(VISIT, name)
		(log,) = done.time_logs
		self.assertEqual(
			[log.from_time, log.to_time, done.signed_on],
			[get_datetime(moment) for moment in (begun, ended, signed)],
		)
		self.assertEqual(log.check_in_position, "45.19000, 5.72000")
		self.assertEqual([(part.name, part.qty) for part in done.parts], [(row, 2)])
		self.assertEqual(
			[(check.task, check.reading) for check in done.checks if check.reading], [("Pressure", "1.5")]
		)
		self.assertEqual((done.rating, done.customer_feedback), (0.8, "Quick."))
		comment = frappe.db.get_value(
			"Comment", {"reference_name": name, "comment_type": "Comment"}, "content"
		)
		self.assertIn("&lt;b&gt;wet", comment)

		again = self.apply(*day)

		self.assert_outcomes(again, *["already"] * len(day))
		self.assertEqual({result["visit"] for result in again}, {name})
		self.assertEqual(
			frappe.db.count(VISIT, {"customer": CUSTOMER, "mntc_date": today(), "name": name}), 1
		)

	def test_one_refusal_stops_only_what_depends_on_it(self):
		visit, other = self.make_visit(), self.make_visit()
		technician = visit.purposes[0].service_person
		part = operation("part", visit, item_code="NO-SUCH-PART", qty=1)
		results = self.apply(
			operation("work_done", visit, work_done="Burner cleaned."),
			part,
			operation("check_in", visit, service_person=technician),
			operation("sign", visit, signature=DRAWING, signed_by="M. Roux"),
			{**operation("note", visit, text="It is in the van."), "after": [part["id"]]},
			operation("work_done", other, work_done="Filter changed."),
		)

		self.assert_outcomes(results, "applied", "refused", "applied", "refused", "refused", "applied")
		self.assertIn("NO-SUCH-PART", results[1]["error"]["message"])
		self.assertEqual(results[1]["error"]["row"]["table"], "parts")
		for result in (results[3], results[4]):
			self.assert_refused(result, "DependsOnRefusedError", "refused")
		visit.reload()
		self.assertEqual((visit.parts, visit.customer_signature or None), ([], None))
		self.assertEqual(len(visit.time_logs), 1)

	def test_what_was_refused_may_be_sent_again_when_it_is_mended_on_the_site(self):
		visit = self.make_visit()
		code = f"PART-{frappe.generate_hash(length=6)}"
		sent = operation("part", visit, item_code=code, qty=1, row=new_id())
		(refused,) = self.apply(sent)
		self.assert_refused(refused, "LinkValidationError", code)
		waiting = frappe.get_doc("Visit Operation", sent["id"])
		self.assertEqual((waiting.outcome, waiting.visit, waiting.resolved), ("Refused", visit.name, 0))
		self.assertIn(code, waiting.payload)

		item = (
			frappe.copy_doc(frappe.get_doc("Item", GASKET))
			.update({"item_code": code, "item_name": code})
			.insert()
		)
		self.addCleanup(frappe.delete_doc, "Item", item.name, force=True)
		(mended,) = self.apply(sent)

		self.assertEqual(mended["outcome"], "applied", mended)
		waiting.reload()
		self.assertEqual((waiting.outcome, waiting.payload), ("Applied", None))
		self.assert_outcomes(self.apply(sent), "already")
		visit.reload()
		self.assertEqual(len(visit.parts), 1)

	def test_an_id_that_was_used_for_something_else_is_refused(self):
		visit = self.make_visit()
		sent = operation("note", visit, text="First.")
		self.apply(sent)

		(result,) = self.apply({**sent, "payload": {"text": "Second."}})

		self.assert_refused(result, "SameIdError", "another operation")
		self.assertEqual(result["error"]["field"], "id")

	def test_a_row_of_the_client_is_there_once_also_when_its_operation_is_forgotten(self):
		visit = self.make_visit()
		row = new_id()
		for _time in range(2):
			(result,) = self.apply(operation("reading", visit, task="Pressure", reading="2", row=row))
		self.assertEqual(result["outcome"], "already")
		(foreign,) = self.apply(
			operation("reading", self.make_visit(), task="Pressure", reading="2", row=row)
		)
		self.assert_refused(foreign, "OperationError", row)
		visit.reload()
		self.assertEqual([check.name for check in visit.checks if check.task == "Pressure"], [row])

	def test_a_part_is_changed_and_removed_by_the_clients_row(self):
		visit = self.make_visit()
		row = new_id()
		part = {"item_code": GASKET, "warehouse": get_warehouse(), "row": row}
		self.apply(operation("part", visit, qty=1, **part), operation("part", visit, qty=3, **part))
		visit.reload()
		self.assertEqual([part.qty for part in visit.parts], [3])
		self.assert_outcomes(
			self.apply(
				operation("part", visit, row=row, remove=True), operation("part", visit, row=row, remove=True)
			),
			"applied",
			"already",
		)
		visit.reload()
		self.assertEqual(visit.parts, [])


class TestClock(OperationsTestCase):
	def test_a_clock_that_is_wrong_by_a_day_does_no_harm_where_the_device_tells_its_time(self):
		visit = self.make_visit()
		technician = visit.purposes[0].service_person
		tomorrow = str(add_to_date(now_datetime(), days=1).replace(microsecond=0))
		tapped = str(add_to_date(now_datetime(), days=1, minutes=-30).replace(microsecond=0))
		check_in = operation("check_in", visit, tapped, service_person=technician)

		(refused,) = self.apply(check_in)
		self.assert_refused(refused, "ClockError", "still to come", "sent_at")
		(result,) = self.apply(check_in, sent_at=tomorrow)

		self.assertEqual(result["outcome"], "applied", result)
		visit.reload()
		late = (get_datetime(ago(minutes=30)) - visit.time_logs[0].from_time).total_seconds()
		self.assertLess(abs(late), 60)
		device_time = frappe.db.get_value("Visit Operation", check_in["id"], "device_time")
		self.assertEqual(device_time, tapped)

	def test_a_moment_with_an_offset_is_turned_into_the_sites_time(self):
		visit = self.make_visit()
		technician = visit.purposes[0].service_person
		moment = add_to_date(now_datetime(), hours=-2).replace(microsecond=0)
		offset = frappe.utils.get_datetime_in_timezone("Asia/Tokyo").replace(microsecond=0)
		tapped = (offset - (now_datetime().replace(microsecond=0) - moment)).isoformat()

		self.apply(operation("check_in", visit, tapped, service_person=technician))

		visit.reload()
		self.assertLess(abs((visit.time_logs[0].from_time - moment).total_seconds()), 5)


class TestOwners(OperationsTestCase):
	"""Each fact has an owner: what the other one entered is kept and told."""

	def test_the_offices_date_stays_and_the_technician_is_told(self):
		was, moved = add_days(today(), 3), add_days(today(), 8)
		visit = self.make_visit(mntc_date=was)
		visit.update({"mntc_date": moved}).save()
		sent = {**operation("plan", visit, mntc_date=add_days(today(), 5)), "was": {"mntc_date": was}}

		(result,) = self.apply(sent)

		self.assertEqual(result["outcome"], "superseded", result)
		self.assertIn("meanwhile", result["told"])
		self.assertEqual(result["now"]["mntc_date"], moved)
		self.assert_outcomes(self.apply(sent), "superseded")

	def test_a_date_that_nobody_else_moved_is_moved(self):
		visit = self.make_visit(mntc_date=add_days(today(), 3), mntc_time="09:00:00")
		sent = operation("plan", visit, mntc_date=add_days(today(), 5), mntc_time="9:00")

		(result,) = self.apply({**sent, "was": {"mntc_date": add_days(today(), 3)}})

		self.assertEqual((result["outcome"], result["now"]["mntc_date"]), ("applied", add_days(today(), 5)))

	def test_the_technicians_word_stands_and_the_offices_is_kept_as_a_comment(self):
		visit = self.make_visit()
		visit.purposes[0].work_done = "Office <i>wrote</i> this."
		visit.save()
		sent = operation("work_done", visit, work_done="Pump replaced.")

		(result,) = self.apply({**sent, "was": {"work_done": ""}})

		self.assertEqual(result["outcome"], "applied")
		visit.reload()
		self.assertEqual(visit.purposes[0].work_done, "Pump replaced.")
		comments = frappe.get_all("Comment", {"reference_name": visit.name}, pluck="content")
		self.assertTrue([text for text in comments if "Office" in text], comments)

	def test_work_on_a_visit_that_was_submitted_or_cancelled_meanwhile_is_kept_on_it(self):
		for docstatus in (1, 2):
			with self.subTest(docstatus=docstatus):
				visit = do_work(self.make_visit()).save().submit()
				if docstatus == 2:
					visit.cancel()
				results = self.apply(
					operation("part", visit, item_code=GASKET, qty=4),
					operation("work_done", visit, work_done="Pump <u>replaced</u>."),
					operation("sign", visit, signature=DRAWING, signed_by="M. Roux"),
				)
				self.assert_outcomes(results, *["superseded"] * 3)
				self.assertIn("meanwhile", results[0]["told"])
				comments = " ".join(
					frappe.get_all("Comment", {"reference_name": visit.name}, pluck="content")
				)
				for fragment in (GASKET, "qty: 4", "M. Roux", "Pump &lt;u&gt;replaced"):
					self.assertIn(fragment, comments)
				self.assertTrue(frappe.db.exists("File", {"attached_to_name": visit.name}))
				waiting = frappe.get_all("Visit Operation", {"visit": visit.name}, pluck="outcome")
				self.assertEqual(set(waiting), {"Superseded"})

	def test_work_on_a_visit_that_was_deleted_is_kept_on_its_customer(self):
		visit = self.make_visit()
		visit.delete()

		(result,) = self.apply(operation("work_done", visit, work_done="Pump replaced."))

		self.assertEqual((result["outcome"], result["visit"]), ("superseded", None), result)
		comments = frappe.get_all("Comment", {"reference_name": CUSTOMER}, pluck="content")
		self.assertTrue(
			[text for text in comments if "Pump replaced" in text and visit.name in text], comments
		)

	def test_an_answer_to_a_task_that_was_taken_off_the_list_is_kept(self):
		visit = self.make_visit()
		(result,) = self.apply(operation("answer", visit, task="No such task", result="Not OK"))

		self.assertEqual(result["outcome"], "superseded", result)
		self.assertIn("No such task", result["told"])

	def test_to_complete_twice_is_once(self):
		visit = do_work(self.make_visit()).save()
		for outcome in ("applied", "already"):
			(result,) = self.apply(operation("complete", visit))
			self.assertEqual((result["outcome"], result["now"]["status"]), (outcome, "Submitted"))
		self.assert_outcomes(self.apply(operation("cancel", visit, reason="Wrong customer.")), "applied")
		self.assert_outcomes(self.apply(operation("cancel", visit)), "already")


class TestRefusals(OperationsTestCase):
	def test_what_desk_refuses_is_refused_with_desks_sentence(self):
		visit = self.make_visit()
		technician = visit.purposes[0].service_person
		self.apply(operation("check_in", visit, service_person=technician))
		cases = (
			(operation("check_in", visit, service_person=technician), "CheckInError", "checked in already"),
			(operation("complete", visit), "WorkNotRecordedError", "Row #1"),
			(operation("cancel", visit), "DocstatusTransitionError", ""),
			(operation("part", visit, item_code=GASKET, qty=-1), "PartsError", "Row #1"),
			(
				operation("sign", visit, signature="data:image/png;base64,xx", signed_by="M."),
				"NotASignatureError",
				"",
			),
			(operation("sign", visit, signature=DRAWING), "SignatureMissingError", "Signed By"),
			(operation("plan", visit, mntc_date="2026-13-45"), "OddValueError", "2026-13-45"),
		)
		for sent, kind, fragment in cases:
			with self.subTest(kind):
				(result,) = self.apply(sent)
				self.assertEqual(result["outcome"], "refused", result)
				self.assertIn(fragment, result["error"]["message"])
				self.assertTrue(result["error"]["title"] or kind == "DocstatusTransitionError", result)

	def test_what_cannot_be_read_names_its_field_and_stops_no_other(self):
		visit = self.make_visit()
		note = operation("note", visit, text="Done.")
		cases = (
			({**note, "id": "1"}, "id"),
			({**note, "id": new_id().upper()}, "id"),
			({**note, "id": new_id(), "operation": "fly"}, "operation"),
			({**note, "id": new_id(), "operation": ["note"]}, "operation"),
			({**note, "id": new_id(), "payload": "text"}, "payload"),
			({**note, "id": new_id(), "payload": {"text": ["a"]}}, "payload.text"),
			({**note, "id": new_id(), "payload": {"text": "a", "docstatus": 2}}, "payload.docstatus"),
			({**note, "id": new_id(), "at": "yesterday"}, "at"),
			({**note, "id": new_id(), "at": "0001-01-01T00:00:00Z"}, "at"),
			({**note, "id": new_id(), "after": "x"}, "after"),
			({**note, "id": new_id(), "was": []}, "was"),
			({**note, "id": new_id(), "colour": "red"}, "colour"),
			({**note, "id": new_id(), "visit": "No such visit"}, "visit"),
			({**note, "id": new_id(), "visit": new_id()}, "visit"),
			(operation("create", customer=CUSTOMER, docstatus=1), "payload.docstatus"),
			(operation("create", customer=CUSTOMER, purposes=[{"parent": "x"}]), "payload.purposes.1.parent"),
			(operation("rate", visit, rating=7), "payload.rating"),
			(operation("part", visit, item_code=GASKET, qty="NaN"), "payload.qty"),
			("no operation", None),
			(None, None),
		)
		results = self.apply(*[sent for sent, _field in cases], note)

		for (sent, field), result in zip(cases, results, strict=False):
			with self.subTest(str(sent)):
				self.assertEqual(
					(result["outcome"], result["error"].get("field")), ("refused", field), result
				)
				self.assertTrue(result["error"]["message"])
				self.assertEqual(result["id"], sent["id"] if isinstance(sent, dict) else None)
		self.assertEqual(results[-1]["outcome"], "applied")

	def test_whatever_a_sites_own_script_raises_stops_no_other(self):
		visit = self.make_visit()
		check_in = operation("check_in", visit, service_person=visit.purposes[0].service_person)
		errors = (ZeroDivisionError, AssertionError, ImportError, OSError, frappe.AuthenticationError)
		odd = [operation("note", visit, text=error.__name__) for error in errors]
		last = operation("note", visit, text="Done.")
		raised = {error.__name__: error for error in errors}

		def write(visit, operation) -> bool:
			if error := raised.get(operation.payload["text"]):
				raise error("Of a script.")
			return work.note(visit, operation)

		with patch.dict(VERBS, note=write):
			results = self.apply(check_in, *odd, last)

		self.assert_outcomes(results, "applied", *["refused"] * len(odd), "applied")
		for result, error in zip(results[1:], errors, strict=False):
			self.assert_refused(result, error.__name__, "Of a script.")
		logged = frappe.db.count("Error Log", {"method": ("in", [f"Operation {one['id']}" for one in odd])})
		self.assertEqual(logged, len(odd))

	def test_what_another_one_locks_is_no_refusal(self):
		visit = self.make_visit()
		note = operation("note", visit, text="Done.")
		with patch.dict(VERBS, note=Mock(side_effect=frappe.QueryTimeoutError)), watched_errors():
			(answer,) = self.users.send_all([request(note)])
		self.assertIn("Somebody else was writing", answer.messages[0])
		self.assertFalse(frappe.db.exists("Visit Operation", note["id"]))

	def test_a_request_that_is_no_list_of_operations_is_refused_as_a_whole(self):
		for operations in ("[", "{}", [{}] * 501):
			answer = self.users.send_all([request(user=USER, operations=operations)])[0]
			self.assertEqual(answer.status, 417, answer.text[:300])
			self.assertTrue(answer.messages)

	def test_what_is_no_text_is_refused(self):
		visit = self.make_visit()
		for text in ("nul\0", "x" * 30_000):
			(result,) = self.apply(operation("note", visit, text=text))
			self.assertEqual(result["outcome"], "refused")


class TestAtOnce(OperationsTestCase):
	def test_sixteen_send_one_queue_at_once_and_it_is_done_once(self):
		technician = make_person("Technician at once")
		purposes = [{"item_code": BOILER, "service_person": technician}]
		made = operation("create", customer=CUSTOMER, company=COMPANY["company_name"], purposes=purposes)
		visit = made["id"]
		queue = [
			made,
			operation("check_in", visit, ago(hours=1), service_person=technician),
			operation("part", visit, item_code=GASKET, qty=1, row=new_id()),
			operation("note", visit, text="Once."),
		]
		before = frappe.db.count(VISIT, {"customer": CUSTOMER})

		answers = self.press([request(*queue)] * PEOPLE)

		results = [answer.body["message"]["results"] for answer in answers if answer.status == 200]
		self.assertTrue(results)
		self.assertEqual(frappe.db.count(VISIT, {"customer": CUSTOMER}), before + 1)
		(name,) = {result["visit"] for queue_results in results for result in queue_results}
		outcomes = sorted([[result["outcome"] for result in queue_results] for queue_results in results])
		self.assertEqual(outcomes, [["already"] * 4] * (len(results) - 1) + [["applied"] * 4])
		document = frappe.get_doc(VISIT, name)
		self.assertEqual((len(document.time_logs), len(document.parts)), (1, 1))
		self.assertEqual(
			frappe.db.count(
				"Comment", {"reference_name": name, "comment_type": "Comment", "content": "Once."}
			),
			1,
		)

	def test_sixteen_operations_of_sixteen_devices_on_one_visit_are_all_applied(self):
		visit = self.make_visit()
		sent = [operation("reading", visit, task=f"Task {number}", reading="1") for number in range(PEOPLE)]

		answers = self.press([request(one) for one in sent])

		# Whoever met others again and again sends again, as a client does
		left = [one for one, answer in zip(sent, answers, strict=True) if answer.status != 200]
		for one in left:
			self.apply(one)
		visit.reload()
		tasks = sorted(check.task for check in visit.checks if check.task.startswith("Task "))
		self.assertEqual(tasks, sorted(f"Task {number}" for number in range(PEOPLE)))
