"""A dispatcher in Desk and a technician without network: whose word counts, what each is told, and that nothing is lost."""

import json
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from io import BytesIO

import frappe
from frappe import _
from frappe.utils import add_days, get_test_client, strip_html, today
from PIL import Image

from maintenance_visit_app.tests import (
	BOILER,
	JULIE,
	KARIM,
	do_work,
	end_work_of_the_demo,
	make_visit,
	set_language_of_the_site,
)
from maintenance_visit_app.tests.as_users import Answer, Request, Users, watched_errors
from maintenance_visit_app.tests.at_once import CUSTOMER, USER, VISIT
from maintenance_visit_app.tests.operations import DRAWING, OperationsTestCase, new_id, operation
from maintenance_visit_app.tests.parts import GASKET
from maintenance_visit_app.tests.photos import write_jpeg

TECHNICIAN, DISPATCHER = "julie.perrin@example.com", "claire.dubois@example.com"
OTHER_TECHNICIAN = "karim.benali@example.com"
QUEUE = "/api/method/maintenance_visit_app.technician.queue"
DEVICE = "/api/method/maintenance_visit_app.technician.device"
WORK = ("part", "work_done", "sign")


class ConflictTestCase(OperationsTestCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		end_work_of_the_demo()
		cls.users = Users(USER, TECHNICIAN, DISPATCHER, OTHER_TECHNICIAN)
		cls.addClassCleanup(forget_people, cls.users)
		frappe.db.commit()

	def make_visit(self, **values):
		return make_visit(CUSTOMER, {BOILER: None}, JULIE, mntc_date=today(), **values).insert()

	def send(self, *operations: dict, user: str = TECHNICIAN) -> list[dict]:
		answer = self.post(f"{QUEUE}.send", {"user": user, "operations": list(operations)}, user)
		self.assertEqual(answer.status, 200, answer.text[:1500])
		return answer.body["message"]["results"]

	def hand_over(self, sent: dict, **values) -> dict:
		data = {"user": TECHNICIAN, "operation": sent, **values}
		answer = self.post(f"{QUEUE}.hand_to_office", data, TECHNICIAN)
		self.assertEqual(answer.status, 200, answer.text[:1500])
		return answer.body["message"]

	def post(self, path: str, data: dict, user: str) -> Answer:
		with watched_errors():
			(answer,) = self.users.send_all([Request(user, "POST", path, data)])
		return answer

	def get_state(self, user: str = TECHNICIAN) -> dict:
		(answer,) = self.users.send_all([Request(user, "GET", f"{DEVICE}.get_state", {})])
		self.assertEqual(answer.status, 200, answer.text[:1500])
		return answer.body["message"]

	def save_in_desk(self, visit, action: str = "Save") -> None:
		"""Send what the dispatcher's form sends."""
		data = {"doc": visit.as_json(), "action": action}
		request = Request(
			DISPATCHER, "POST", "/api/method/frappe.desk.form.save.savedocs", data, as_form=True
		)
		(answer,) = self.users.send_all([request])
		self.assertEqual(answer.status, 200, answer.text[:1500])
		visit.reload()

	def call_desk(self, method: str, **values) -> None:
		request = Request(DISPATCHER, "POST", f"/api/method/{method}", values, as_form=True)
		(answer,) = self.users.send_all([request])
		self.assertEqual(answer.status, 200, answer.text[:1500])

	def speak(self, language: str) -> None:
		frappe.db.set_value("User", TECHNICIAN, "language", language)
		set_language_of_the_site(language)
		frappe.clear_cache(user=TECHNICIAN)

	def get_comments(self, doctype: str, name: str) -> str:
		filters = {"reference_doctype": doctype, "reference_name": name, "comment_type": "Comment"}
		return " ".join(frappe.get_all("Comment", filters, pluck="content"))

	def assert_manager_reads(
		self, template: str, doctype: str, name: str, language: str, *names: str
	) -> None:
		"""The dispatcher, a manager, has been told once, in the site's language."""
		filters = {"for_user": DISPATCHER, "document_type": doctype, "document_name": name}
		subjects = frappe.get_all("Notification Log", filters, pluck="subject")
		told = [unescape(strip_html(subject)) for subject in subjects]
		self.assertEqual(told, [_(template, language).format("Julie Perrin", *names)])


class TestOfficeDecides(ConflictTestCase):
	def test_a_visit_that_was_moved_is_where_the_office_put_it_and_the_work_counts(self):
		visit = self.make_visit(mntc_time="09:00:00")
		moved = frappe.get_doc(VISIT, visit.name).update(
			{"mntc_date": add_days(today(), 1), "mntc_time": "14:00:00"}
		)
		self.save_in_desk(moved)
		was = {"technicians": JULIE, "mntc_date": today(), "mntc_time": "09:00:00"}

		plan, work = self.send(
			{**operation("plan", visit, mntc_time="11:00:00"), "was": was},
			{**operation("work_done", visit, work_done="Burner cleaned."), "was": was},
		)

		self.assertEqual((plan["outcome"], work["outcome"]), ("superseded", "applied"))
		self.assertIn("14:00", plan["told"])
		self.assertEqual(plan["now"]["mntc_date"], add_days(today(), 1))
		held = next(one for one in self.get_state()["visits"] if one["name"] == visit.name)
		self.assertEqual(
			(held["mntc_time"], held["purposes"][0]["work_done"]), ("14:00:00", "Burner cleaned.")
		)

	def test_work_on_a_visit_that_was_given_to_somebody_else_is_kept_and_both_are_told(self):
		for language in ("en", "fr"):
			with self.subTest(language):
				self.speak(language)
				visit = self.make_visit()
				given = frappe.get_doc(VISIT, visit.name)
				given.purposes[0].service_person = KARIM
				self.save_in_desk(given)

				results = self.send(*self.get_work(visit))

				self.assert_outcomes(results, *["superseded"] * len(results))
				sentence = _(
					"The visit was given to {0} meanwhile: what you entered is kept there as a comment, and the office is told.",
					language,
				)
				self.assertEqual({result["told"] for result in results}, {sentence.format(KARIM)})
				self.assert_kept(VISIT, visit.name)
				self.assert_manager_reads(
					"{0} worked on {1}, which is somebody else's by now: it is kept there as a comment.",
					VISIT,
					visit.name,
					language,
					visit.name,
				)
				given.reload()
				self.assertEqual((given.status, given.purposes[0].work_done or ""), ("Planned", ""))
				self.assertNotIn(visit.name, self.get_state()["mine"])
				self.assertIn(visit.name, self.get_state(OTHER_TECHNICIAN)["mine"])

	def test_who_is_at_work_already_or_who_never_had_it_is_not_given_away(self):
		visit = self.make_visit()
		was = {"technicians": JULIE}
		(check_in,) = self.send({**operation("check_in", visit, service_person=JULIE), "was": was})
		self.assertEqual(check_in["outcome"], "applied", check_in)
		given = frappe.get_doc(VISIT, visit.name)
		given.purposes[0].service_person = KARIM
		self.save_in_desk(given)
		results = self.send(
			{**operation("work_done", visit, work_done="Burner cleaned."), "was": was},
			operation("check_out", visit, service_person=JULIE),
		)
		self.assert_outcomes(results, "applied", "applied")
		other = self.make_visit()
		other.purposes[0].service_person = KARIM
		self.save_in_desk(other)
		(result,) = self.send(
			{**operation("work_done", other, work_done="Helped."), "was": {"technicians": KARIM}}
		)
		self.assertEqual(result["outcome"], "applied")

	def test_work_on_a_visit_that_was_cancelled_or_submitted_is_kept_and_both_are_told(self):
		cases = {
			"cancelled": "{0} worked on {1}, which was cancelled meanwhile: it is kept there as a comment.",
			"submitted": "{0} worked on {1}, which was submitted meanwhile: it is kept there as a comment.",
		}
		for state, template in cases.items():
			for language in ("en", "fr"):
				with self.subTest(state, language=language):
					self.speak(language)
					visit = do_work(self.make_visit()).save()
					self.save_in_desk(visit, "Submit")
					if state == "cancelled":
						self.call_desk("frappe.desk.form.save.cancel", doctype=VISIT, name=visit.name)

					results = self.send(*self.get_work(visit))

					self.assert_outcomes(results, *["superseded"] * len(results))
					sentence = f"The visit was {state} meanwhile: what you entered is kept there as a comment, and the office is told."
					self.assertEqual({result["told"] for result in results}, {_(sentence, language)})
					self.assert_kept(VISIT, visit.name)
					self.assert_manager_reads(template, VISIT, visit.name, language, visit.name)

	def test_work_on_a_visit_that_was_deleted_is_kept_on_the_customer_and_both_are_told(self):
		for language in ("en", "fr"):
			with self.subTest(language):
				self.speak(language)
				visit = self.make_visit()
				self.call_desk("frappe.client.delete", doctype=VISIT, name=visit.name)
				frappe.db.delete("Notification Log", {"document_name": CUSTOMER})

				results = self.send(*self.get_work(visit))

				self.assert_outcomes(results, *["superseded"] * len(results))
				sentence = "The visit was deleted meanwhile: what you entered is kept on the customer as a comment, and the office is told."
				self.assertEqual({result["told"] for result in results}, {_(sentence, language)})
				self.assert_kept("Customer", CUSTOMER)
				self.assert_manager_reads(
					"{0} worked on {1}, which was deleted meanwhile: it is kept on the customer as a comment.",
					"Customer",
					CUSTOMER,
					language,
					visit.name,
				)

	def test_an_answer_to_a_row_that_the_office_took_off_is_kept_and_both_are_told(self):
		visit = self.make_visit()
		row = visit.append(
			"purposes", {"item_code": BOILER, "service_person": JULIE, "description": "Second."}
		)
		visit.save()
		(gone,) = (one for one in visit.purposes if one.description == row.description)
		visit.remove(gone)
		self.save_in_desk(visit)

		(result,) = self.send(operation("work_done", visit, row=gone.name, work_done="Pump replaced."))

		self.assertEqual(result["outcome"], "superseded")
		sentence = "The row is not on the visit any more. What you entered is kept there as a comment, and the office is told."
		self.assertEqual(result["told"], sentence)
		self.assertIn("Pump replaced.", self.get_comments(VISIT, visit.name))
		self.assert_manager_reads(
			"{0} worked on a row of {1} that is gone by now: it is kept there as a comment.",
			VISIT,
			visit.name,
			frappe.get_system_settings("language"),
			visit.name,
		)

	def get_work(self, visit) -> list[dict]:
		work = (
			operation("part", visit, item_code=GASKET, qty=4),
			operation("work_done", visit, work_done="Pump <u>replaced</u>."),
			operation("sign", visit, signature=DRAWING, signed_by="M. Roux"),
		)
		return [{**one, "was": {"technicians": JULIE}} for one in work]

	def assert_kept(self, doctype: str, name: str) -> None:
		comments = self.get_comments(doctype, name)
		for fragment in (GASKET, "qty: 4", "M. Roux", "Pump &lt;u&gt;replaced"):
			self.assertIn(fragment, comments)
		self.assertTrue(frappe.db.exists("File", {"attached_to_doctype": doctype, "attached_to_name": name}))


class TestTechnicianDecides(ConflictTestCase):
	def test_his_word_on_the_work_stands_and_the_offices_is_kept(self):
		visit = self.make_visit()
		visit.purposes[0].work_done = "Office wrote this."
		visit.rating = 0.2
		self.save_in_desk(visit)

		results = self.send(
			{
				**operation(
					"work_done", visit, work_done="Pump replaced.", completion_status="Fully Completed"
				),
				"was": {"work_done": "", "technicians": JULIE},
			},
			{**operation("rate", visit, rating=0.8), "was": {"rating": 0}},
		)

		self.assert_outcomes(results, "applied", "applied")
		visit.reload()
		self.assertEqual((visit.purposes[0].work_done, visit.rating), ("Pump replaced.", 0.8))
		comments = self.get_comments(VISIT, visit.name)
		self.assertIn("Office wrote this.", comments)
		self.assertIn("0.2", comments)

	def test_what_both_append_is_all_there(self):
		visit = self.make_visit()
		visit.append("parts", {"item_code": GASKET, "qty": 1})
		self.save_in_desk(visit)
		row = new_id()

		for _time in range(2):
			self.send(operation("part", visit, item_code=GASKET, qty=2, row=row))

		visit.reload()
		self.assertEqual([part.qty for part in visit.parts], [1, 2])


class TestHandingOver(ConflictTestCase):
	def test_what_was_refused_is_kept_on_the_visit_once_and_waits_for_the_manager(self):
		for language in ("en", "fr"):
			with self.subTest(language):
				self.speak(language)
				visit = self.make_visit()
				part = operation("part", visit, item_code="NO-SUCH-PART", qty=1)
				(refused,) = self.send(part)
				self.assertEqual(refused["outcome"], "refused")

				first, second = (self.hand_over(part, note="It is in the van.") for _time in range(2))

				sentence = _("It is with the office now: {0} has it as a comment.", language).format(
					visit.name
				)
				self.assertEqual((first["outcome"], first["told"]), ("superseded", sentence))
				self.assertEqual(second, first)
				comments = self.get_comments(VISIT, visit.name)
				self.assertEqual(comments.count("NO-SUCH-PART"), 1, comments)
				self.assertIn("It is in the van.", comments)
				record = frappe.get_doc("Visit Operation", part["id"])
				self.assertEqual(
					(record.outcome, record.visit, record.resolved), ("Handed Over", visit.name, 0)
				)
				self.assertIn("NO-SUCH-PART", record.payload)
				self.assert_manager_reads(
					"{0} hands to the office what could not be applied to {1}.",
					VISIT,
					visit.name,
					language,
					visit.name,
				)
				(again,) = self.send(part)
				self.assertEqual((again["outcome"], again["told"]), ("superseded", sentence))

	def test_what_was_applied_already_is_not_handed_over(self):
		visit = self.make_visit()
		note = operation("note", visit, text="Once.")
		self.send(note)
		self.assertEqual(self.hand_over(note)["outcome"], "applied")
		self.assertEqual(frappe.db.get_value("Visit Operation", note["id"], "outcome"), "Applied")

	def test_what_cannot_be_read_and_what_has_no_visit_is_kept_too(self):
		visit = self.make_visit()
		odd = {
			"id": new_id(),
			"operation": "fly",
			"visit": visit.name,
			"payload": {"height": 3},
			"at": "soon",
		}
		self.assertEqual(self.hand_over(odd)["visit"], visit.name)
		self.assertIn("height: 3", self.get_comments(VISIT, visit.name))
		made = operation("create", customer=CUSTOMER, docstatus=1, purposes=[{"item_code": BOILER}])
		answer = self.hand_over(made)
		self.assertEqual(answer["visit"], None)
		self.assertIn(BOILER, self.get_comments("Customer", CUSTOMER))
		lost = operation("note", new_id(), text="Nobody knows what of.")
		self.assertIn("list of what needs attention", self.hand_over(lost)["told"])
		self.assertIn("Nobody knows", frappe.db.get_value("Visit Operation", lost["id"], "payload"))

	def test_a_photo_is_handed_over_with_its_picture(self):
		visit = self.make_visit()
		sent = operation("photo", visit, taken="Before")

		answer = self.hand_over_with_file(sent, write_jpeg(Image.new("RGB", (60, 40))))

		self.assertEqual(answer["outcome"], "superseded")
		file = frappe.get_all(
			"File", {"attached_to_doctype": VISIT, "attached_to_name": visit.name}, ["is_private"]
		)
		self.assertEqual([one.is_private for one in file], [1])

	def hand_over_with_file(self, sent: dict, content: bytes) -> dict:
		headers = {"Authorization": self.users.tokens[TECHNICIAN], "X-Frappe-Site-Name": self.users.site}
		data = {"operation": json.dumps(sent), "user": TECHNICIAN, "file": (BytesIO(content), "IMG.jpg")}

		def post():
			return get_test_client().post(
				f"{QUEUE}.hand_to_office", data=data, headers=headers, content_type="multipart/form-data"
			)

		frappe.db.commit()
		with ThreadPoolExecutor(1) as pool:
			response = pool.submit(post).result()
		frappe.db.rollback()
		self.assertEqual(response.status_code, 200, response.get_data(as_text=True)[:1500])
		return response.get_json()["message"]


class TestPersons(ConflictTestCase):
	def test_nothing_is_sent_as_somebody_else(self):
		visit = self.make_visit()
		note = operation("note", visit, text="Mine.")
		for path, values in (
			("send", {"operations": [note]}),
			("send_photo", {"operation": note}),
			("hand_to_office", {"operation": note}),
		):
			with self.subTest(path):
				answer = self.post(f"{QUEUE}.{path}", {"user": TECHNICIAN, **values}, OTHER_TECHNICIAN)
				self.assertEqual((answer.status, answer.body["exc_type"]), (403, "OtherUserError"))
				self.assertIn(TECHNICIAN, answer.messages[0])
		self.assertFalse(frappe.db.exists("Visit Operation", note["id"]))

	def test_who_lost_the_role_is_told_and_his_queue_is_taken_when_he_has_it_again(self):
		visit = self.make_visit()
		note = operation("note", visit, text="From the cellar.")
		self.addCleanup(lambda: frappe.get_doc("User", TECHNICIAN).add_roles("Maintenance User"))
		frappe.get_doc("User", TECHNICIAN).remove_roles("Maintenance User")
		(session,) = self.users.send_all([Request(TECHNICIAN, "GET", f"{DEVICE}.get_session", {})])
		self.assertEqual(session.body["message"]["may_use"], False)
		refused = self.post(f"{QUEUE}.send", {"user": TECHNICIAN, "operations": [note]}, TECHNICIAN)
		self.assertEqual(refused.status, 403)
		self.assertTrue(refused.messages)

		frappe.get_doc("User", TECHNICIAN).add_roles("Maintenance User")
		(result,) = self.send(note)

		self.assertEqual(result["outcome"], "applied")

	def test_who_is_disabled_is_nobody_and_nothing_of_his_is_lost_later(self):
		visit = self.make_visit()
		note = operation("note", visit, text="From the cellar.")
		frappe.db.set_value("User", TECHNICIAN, "enabled", 0)
		frappe.clear_cache(user=TECHNICIAN)
		try:
			refused = self.post(f"{QUEUE}.send", {"user": TECHNICIAN, "operations": [note]}, TECHNICIAN)
		finally:
			frappe.db.set_value("User", TECHNICIAN, "enabled", 1)
			frappe.clear_cache(user=TECHNICIAN)
		self.assertIn(refused.status, (401, 403))
		self.assert_outcomes(self.send(note), "applied")


def forget_people(users: Users) -> None:
	"""Take back what was committed beside the visits."""
	users.forget()
	people = ("in", (TECHNICIAN, DISPATCHER, OTHER_TECHNICIAN))
	frappe.db.delete("Visit Operation", {"user": people})
	frappe.db.delete("Notification Log", {"for_user": people})
	frappe.db.delete("Comment", {"reference_doctype": "Customer", "reference_name": CUSTOMER})
	frappe.db.set_value("User", TECHNICIAN, "language", None)
	set_language_of_the_site("en")
	frappe.db.commit()
	frappe.clear_cache()
