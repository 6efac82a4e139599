"""Visits made and changed by programs that send again, and that others are in the way of."""

import json
from concurrent.futures import ThreadPoolExecutor

import frappe
from frappe.utils import add_days, get_test_client, today

from maintenance_visit_app.api.errors import OperationError
from maintenance_visit_app.demo.documents import amend_visit
from maintenance_visit_app.demo.records import make
from maintenance_visit_app.tests import BOILER, HOTEL, JULIE, change_settings, do_work
from maintenance_visit_app.tests.as_users import Answer, Request, Users
from maintenance_visit_app.tests.at_once import CUSTOMER, PEOPLE, REST, USER, VISIT, new_visit, post
from maintenance_visit_app.tests.desk_requests import cancel, save
from maintenance_visit_app.tests.fuzz.world import make_user
from maintenance_visit_app.tests.operations import OperationsTestCase, new_id

PROGRAM = "program@at-once.example.com"
VISITS = "/api/method/maintenance_visit_app.api.visits"


class VisitsTestCase(OperationsTestCase):
	def send(self, method: str, http_method: str = "POST", headers: dict | None = None, **values):
		"""Return the response, headers and all."""
		frappe.db.commit()
		(response,) = self.users_in_threads([(method, http_method, headers or {}, values)])
		frappe.db.rollback()
		return response

	def users_in_threads(self, requests: list[tuple]) -> list:
		with ThreadPoolExecutor(len(requests)) as pool:
			return list(pool.map(lambda request: self.open(*request), requests))

	def open(self, method: str, http_method: str, headers: dict, values: dict):
		sent = {"Authorization": self.users.tokens[USER], "X-Frappe-Site-Name": self.users.site, **headers}
		payload = {"query_string": values} if http_method == "GET" else {"json": values}
		return get_test_client().open(f"{VISITS}.{method}", method=http_method, headers=sent, **payload)

	def assert_status(self, response, status: int, *fragments: str) -> dict:
		text = response.get_data(as_text=True)
		self.assertEqual(response.status_code, status, text[:1000])
		told = " ".join([text, *Answer(status, text, None).messages])
		for fragment in fragments:
			self.assertIn(fragment, told)
		return json.loads(text)


class TestIdempotencyKey(VisitsTestCase):
	def test_the_same_request_with_the_same_key_makes_one_visit(self):
		key, values = {"Idempotency-Key": new_id()}, new_visit()
		first = self.send("create_visit", headers=key, values=values)
		second = self.send("create_visit", headers=key, values=values)

		made, answered = (self.assert_status(response, 200)["message"] for response in (first, second))
		self.assertEqual(made, answered)
		self.assertEqual(second.headers["Idempotency-Replayed"], "true")
		self.assertNotIn("Idempotency-Replayed", first.headers)
		self.assertEqual(frappe.db.count(VISIT, {"creation": made["creation"], "customer": CUSTOMER}), 1)

	def test_what_a_request_lacks_is_named(self):
		for method, missing in (
			("visits.create_visit", "values"),
			("visits.update_visit", "visit, values"),
			("operations.apply", "operations"),
			("bulk.upsert_visits", "visits"),
		):
			with self.subTest(method), self.assert_throws(OperationError, "lacks", missing):
				frappe.call(f"maintenance_visit_app.api.{method}")

	def test_the_key_in_quotes_is_the_same_key(self):
		key = new_id()
		first = self.send("create_visit", headers={"Idempotency-Key": key}, values=new_visit())
		second = self.send("create_visit", headers={"Idempotency-Key": f'"{key}"'}, values=new_visit())
		# Besides the answer a site without an Email Account tells the first request so
		self.assertEqual(first.get_json()["message"], second.get_json()["message"])

	def test_the_same_key_with_something_else_is_refused(self):
		key = {"Idempotency-Key": new_id()}
		self.send("create_visit", headers=key, values=new_visit())

		response = self.send("create_visit", headers=key, values=new_visit(mntc_date=add_days(today(), 9)))

		self.assert_status(response, 422, "something else")

	def test_what_failed_is_forgotten(self):
		key = {"Idempotency-Key": new_id()}
		for _time in range(2):
			self.assert_status(
				self.send("create_visit", headers=key, values={"customer": "Nobody"}), 417, "Nobody"
			)
		self.assertEqual(frappe.db.count("Visit Operation", {"operation": "create_visit", "outcome": ""}), 0)

	def test_a_key_that_is_none_is_refused(self):
		for key in ("", '""', "x" * 256, "a\tb"):
			response = self.send("create_visit", headers={"Idempotency-Key": key}, values=new_visit())
			self.assert_status(response, 400, "Idempotency-Key")

	def test_sixteen_at_once_make_one_visit_and_the_others_are_told_to_wait(self):
		key, values = {"Idempotency-Key": new_id()}, {"values": new_visit(mntc_date=add_days(today(), 77))}
		frappe.db.commit()
		responses = self.users_in_threads([("create_visit", "POST", key, values)] * PEOPLE)
		frappe.db.rollback()

		statuses = {response.status_code for response in responses}
		self.assertLessEqual(
			statuses, {200, 409}, [response.get_data(as_text=True)[:300] for response in responses]
		)
		made = {
			response.get_json()["message"]["name"] for response in responses if response.status_code == 200
		}
		self.assertEqual(len(made), 1)
		for response in responses:
			if response.status_code == 409:
				self.assert_status(response, 409, "still running")
				self.assertEqual(response.headers["Retry-After"], "1")
		self.assertEqual(
			frappe.db.count(VISIT, {"customer": CUSTOMER, "mntc_date": add_days(today(), 77)}), 1
		)
		later = self.send("create_visit", headers=key, **values)
		self.assertEqual(self.assert_status(later, 200)["message"]["name"], *made)


class TestExternalId(VisitsTestCase):
	def test_a_visit_that_is_there_is_named_by_either_way_in(self):
		ids = {"external_system": "CRM", "external_id": new_id()}
		made = self.assert_status(self.send("create_visit", values=new_visit(**ids)), 200)["message"]

		self.assert_status(
			self.send("create_visit", values=new_visit(**ids)), 409, made["name"], "External ID"
		)
		(answer,) = self.users.send_all([post(REST, new_visit(**ids))])
		self.assertEqual(answer.status, 409, answer.text)
		self.assertIn(made["name"], answer.text)
		found = self.assert_status(self.send("get_visit", "GET", **ids), 200)["message"]
		self.assertEqual(found["name"], made["name"])

	def test_sixteen_at_once_make_one_visit_by_plain_rest(self):
		ids = {"external_system": "CRM", "external_id": new_id()}

		answers = self.press_one(post(REST, new_visit(**ids)))
		# Those whom MariaDB told of a deadlock, maybe all of them, send again
		(again,) = self.users.send_all([post(REST, new_visit(**ids))])

		self.assert_first_wins(answers)
		(name,) = frappe.get_all(VISIT, ids, pluck="name")
		self.assertEqual(again.status, 409)
		for answer in (again, *answers):
			self.assertTrue(answer.status != 409 or name in answer.text, answer.text)

	def test_an_amended_visit_is_what_the_program_called_the_cancelled_one(self):
		for forget in (False, True):
			ids = {"external_system": "CRM", "external_id": new_id()}
			made = self.assert_status(self.send("create_visit", values=new_visit(**ids)), 200)["message"]
			cancelled = cancel(save(do_work(frappe.get_doc(VISIT, made["name"])), "Submit"))
			amended = amend_visit(cancelled)
			if forget:
				amended.update(dict.fromkeys(ids))

			amended = save(amended)

			self.assertEqual(frappe.get_all(VISIT, ids, pluck="name"), [amended.name])

	def test_an_id_without_its_system_is_refused(self):
		for ids in ({"external_id": "7"}, {"external_system": "CRM", "external_id": " "}):
			self.assert_status(self.send("create_visit", values=new_visit(**ids)), 417, "External System")

	def test_visits_without_one_are_no_duplicates_of_each_other(self):
		for _time in range(2):
			values = new_visit(external_system="", external_id="")
			self.assert_status(self.send("create_visit", values=values), 200)


class TestConflicts(VisitsTestCase):
	def make(self) -> tuple[str, dict]:
		response = self.send("create_visit", values=new_visit())
		return response.headers["ETag"], self.assert_status(response, 200)["message"]

	def test_who_read_before_somebody_else_saved_is_refused(self):
		etag, visit = self.make()
		first = self.send(
			"update_visit", headers={"If-Match": etag}, visit=visit["name"], values={"mntc_time": "10:00:00"}
		)
		self.assert_status(first, 200)
		self.assertNotEqual(first.headers["ETag"], etag)
		stale = {"visit": visit["name"], "values": {"mntc_time": "11:00:00"}}

		self.assert_status(
			self.send("update_visit", headers={"If-Match": etag}, **stale), 412, "after you read it"
		)
		self.assert_status(
			self.send("update_visit", modified=visit["modified"], **stale), 409, "after you read it"
		)

		time = str(frappe.db.get_value(VISIT, visit["name"], "mntc_time"))
		self.assertEqual(time, "10:00:00")
		newest = {"If-Match": f'"x", {first.headers["ETag"]}'}
		self.assert_status(self.send("update_visit", headers=newest, **stale), 200)

	def test_what_is_no_moment_is_none_at_which_the_visit_was_saved(self):
		_etag, visit = self.make()
		change = {"visit": visit["name"], "values": {"priority": "High"}}
		aware = f"{visit['modified']}+00:00"

		for odd in (
			"9" * 20,
			"yesterday",
			"2026-13-45",
			"0",
			"9999-12-31 23:59:60",
			"2026-03-31 " + "9" * 30,
			aware,
		):
			with self.subTest(odd):
				answer = self.send("update_visit", modified=odd, **change)
				told = self.assert_status(answer, 409, "after you read it")
				self.assertEqual(told["exc_type"], "ChangedMeanwhileError")

		self.assertEqual(frappe.db.get_value(VISIT, visit["name"], "priority"), visit["priority"])
		for same in (visit["modified"], visit["modified"].replace(" ", "T")):
			changed = self.assert_status(self.send("update_visit", modified=same, **change), 200)["message"]
			frappe.db.set_value(VISIT, visit["name"], "modified", same, update_modified=False)
			self.assertEqual(changed["priority"], "High")

	def test_frappes_own_put_wins_in_silence_unless_it_sends_modified(self):
		"""As told in docs/integrators.md: Frappe 15, 16 and 17 do the same."""
		_etag, visit = self.make()
		path = f"{REST}/{visit['name']}"
		for values, status in (
			({"mntc_time": "10:00:00"}, 200),
			({"mntc_time": "11:00:00"}, 200),
			({"mntc_time": "12:00:00", "modified": visit["modified"]}, 417),
		):
			(answer,) = self.users.send_all([Request(USER, "PUT", path, values)])
			self.assertEqual(answer.status, status, answer.text[:500])
		self.assertEqual(answer.body["exc_type"], "TimestampMismatchError")
		newest = str(frappe.db.get_value(VISIT, visit["name"], "modified"))
		for modified, status in ((newest.replace(" ", "T"), 417), (newest, 200)):
			values = {"mntc_time": "12:00:00", "modified": modified}
			(answer,) = self.users.send_all([Request(USER, "PUT", path, values)])
			self.assertEqual(answer.status, status, answer.text[:500])

	def test_frappes_own_put_takes_a_table_for_all_of_its_rows(self):
		_etag, visit = self.make()
		(row,) = visit["purposes"]
		rows = [{"item_code": BOILER, "service_person": JULIE}]

		(answer,) = self.users.send_all([Request(USER, "PUT", f"{REST}/{visit['name']}", {"purposes": rows})])

		self.assertEqual(answer.status, 200, answer.text[:500])
		names = [told["name"] for told in answer.body["data"]["purposes"]]
		self.assertEqual(len(names), 1)
		self.assertNotIn(row["name"], names)

	def test_rows_are_changed_appended_and_left_alone(self):
		_etag, visit = self.make()
		(row,) = visit["purposes"]
		rows = [
			{"name": row["name"], "work_done": "Cleaned."},
			{"item_code": BOILER, "service_person": JULIE},
		]

		changed = self.send("update_visit", "PATCH", visit=visit["name"], values={"purposes": rows})

		told = self.assert_status(changed, 200)["message"]["purposes"]
		self.assertEqual([row["work_done"] for row in told], ["Cleaned.", None])
		self.assertEqual(told[0]["item_code"], BOILER)

	def test_skills_are_set_and_stand_for_all_of_them(self):
		gas, height = (
			make("Service Skill", name, skill_name=name) for name in ("Gas by API", "Height by API")
		)
		sent = new_visit(required_skills=[{"skill": gas}])
		visit = self.assert_status(self.send("create_visit", values=sent), 200)["message"]
		(row,) = visit["required_skills"]
		self.assertEqual(row["skill"], gas)

		for skills in ([gas, height], [height], []):
			values = {"required_skills": [{"skill": skill} for skill in skills]}
			response = self.send("update_visit", visit=visit["name"], values=values)
			told = self.assert_status(response, 200)["message"]
			self.assertEqual([one["skill"] for one in told["required_skills"]], skills)
			self.assertEqual(told["purposes"][0]["name"], visit["purposes"][0]["name"])

	def test_a_program_with_the_role_for_programs_reads_which_skills_there_are(self):
		make("Service Skill", "Gas by API", skill_name="Gas by API")
		make_user(PROGRAM, ("Maintenance API User",))
		self.addCleanup(frappe.delete_doc, "User", PROGRAM, force=True)
		program = Users(PROGRAM)
		frappe.db.commit()

		(answer,) = program.send_all([Request(PROGRAM, "GET", "/api/resource/Service Skill")])

		self.assertEqual(answer.status, 200, answer.text[:500])
		self.assertIn("Gas by API", answer.text)

	def test_what_cannot_be_set_is_named(self):
		_etag, visit = self.make()
		for values, fragment in (
			({"docstatus": 1}, "docstatus"),
			({"status": "Submitted"}, "status"),
			({"purposes": [{"name": "x"}]}, "no row"),
			({"purposes": "x"}, "list"),
			({"required_skills": "Gas"}, "list"),
			({"required_skills": None}, "list"),
			({"required_skills": [{"level": 1}]}, "no field"),
			({"required_skills": [{"skill": "Nothing"}]}, "Nothing"),
			({"customer_signature": "x"}, "customer_signature"),
		):
			response = self.send("update_visit", visit=visit["name"], values=values)
			self.assert_status(response, 417, fragment)
		self.assert_status(self.send("update_visit", visit="Nothing", values={}), 404)
		self.assert_status(self.send("get_visit", "GET", visit="Nothing"), 404)
		self.assert_status(self.send("get_visit", "GET"), 404)


class TestLimit(VisitsTestCase):
	def tearDown(self) -> None:
		change_settings(api_requests_per_minute=600)
		frappe.db.commit()
		super().tearDown()

	def test_one_request_too_many_is_told_when_to_come_again(self):
		change_settings(api_requests_per_minute=2)
		made = frappe.get_all(VISIT, {"customer": HOTEL}, pluck="name", limit=1)[0]

		responses = [self.send("get_visit", "GET", visit=made) for _time in range(4)]

		self.assert_status(responses[-1], 429, "in a minute", "again")
		self.assertIn(int(responses[-1].headers["Retry-After"]), range(1, 61))
