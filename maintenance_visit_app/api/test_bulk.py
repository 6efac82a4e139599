"""Visits of another system, brought over many at once: to send them again changes nothing."""

from unittest.mock import patch

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.api import bulk
from maintenance_visit_app.demo.records import make
from maintenance_visit_app.demo.tables import COMPANY
from maintenance_visit_app.tests import BOILER, make_person
from maintenance_visit_app.tests.as_users import Request, watched_errors
from maintenance_visit_app.tests.at_once import CUSTOMER, USER, VISIT
from maintenance_visit_app.tests.operations import OperationsTestCase, new_id

UPSERT = "/api/method/maintenance_visit_app.api.bulk.upsert_visits"


class TestUpsert(OperationsTestCase):
	def upsert(self, *visits) -> dict:
		with watched_errors():
			(answer,) = self.users.send_all([Request(USER, "POST", UPSERT, {"visits": list(visits)})])
		self.assertEqual(answer.status, 200, f"{answer.text:.1500} {answer.error}")
		return answer.body["message"]

	def test_twice_is_once_and_what_is_refused_stops_no_other(self):
		visits = [
			new_values(),
			{"customer": "Nobody"},
			"x",
			new_values(),
			new_values(docstatus=7),
			{"name": "Nothing"},
		]

		first, second = self.upsert(*visits), self.upsert(*visits)

		self.assertEqual(first["counts"], {"created": 2, "refused": 4}, first)
		self.assertEqual(second["counts"], {"unchanged": 2, "refused": 4}, second)
		self.assertEqual([result["index"] for result in first["results"]], list(range(6)))
		self.assertEqual(first["results"][0]["visit"], second["results"][0]["visit"])
		self.assertIn("Nobody", first["results"][1]["error"]["message"])
		self.assertEqual(first["results"][4]["error"]["field"], "docstatus")

	def test_a_visit_is_brought_up_to_date_row_by_row(self):
		values = new_values()
		self.upsert(values)
		(visit,) = frappe.get_all(VISIT, {"external_id": values["external_id"]}, pluck="name")
		row = frappe.get_doc(VISIT, visit).purposes[0].name
		values["mntc_time"] = "10:30:00"
		values["purposes"] = [{**values["purposes"][0], "work_done": "Cleaned."}, {"item_code": BOILER}]

		self.assertEqual(self.upsert(values)["counts"], {"updated": 1})

		rows = frappe.get_doc(VISIT, visit).purposes
		self.assertEqual([(rows[0].name, rows[0].work_done), len(rows)], [(row, "Cleaned."), 2])
		self.assertEqual(self.upsert(values)["counts"], {"unchanged": 1})
		values["purposes"] = values["purposes"][:1]
		self.assertEqual(self.upsert(values)["counts"], {"updated": 1})
		self.assertEqual(len(frappe.get_doc(VISIT, visit).purposes), 1)

	def test_skills_are_set_and_taken_back(self):
		skill = make("Service Skill", "Gas of bulk", skill_name="Gas of bulk")
		values = new_values(required_skills=[{"skill": skill}])
		self.assertEqual(self.upsert(values, values)["counts"], {"created": 1, "unchanged": 1})
		(visit,) = frappe.get_all(VISIT, {"external_id": values["external_id"]}, pluck="name")
		self.assertEqual([row.skill for row in frappe.get_doc(VISIT, visit).required_skills], [skill])

		self.assertEqual(self.upsert({**values, "required_skills": []})["counts"], {"updated": 1})

		self.assertEqual(frappe.get_doc(VISIT, visit).required_skills, [])

	def test_history_comes_with_its_hours_and_is_submitted(self):
		technician, day = make_person("Technician of history"), add_days(today(), -400)
		values = new_values(
			mntc_date=day,
			completion_status="Fully Completed",
			docstatus=1,
			time_logs=[
				{"service_person": technician, "from_time": f"{day} 09:00:00", "to_time": f"{day} 10:30:00"}
			],
		)
		values["purposes"] = [{"item_code": BOILER, "service_person": technician, "work_done": "Cleaned."}]

		self.assertEqual(self.upsert(values, values)["counts"], {"created": 1, "unchanged": 1})

		done = frappe.get_doc(VISIT, {"external_id": values["external_id"]})
		self.assertEqual((done.status, done.working_hours, str(done.mntc_date)), ("Submitted", 1.5, day))
		self.assertEqual(self.upsert({**values, "mntc_time": "08:00:00"})["counts"], {"refused": 1})
		self.assertEqual(self.upsert({**values, "docstatus": 2})["counts"], {"updated": 1})

	def test_more_than_a_program_waits_for_is_a_job_that_tells_how_far_it_is(self):
		visits = [new_values() for _number in range(3)]
		self.addCleanup(setattr, bulk, "MOST_AT_ONCE", bulk.MOST_AT_ONCE)
		bulk.MOST_AT_ONCE = 2
		frappe.set_user(USER)
		job = bulk.upsert_visits(visits)["job"]
		self.assertEqual((bulk.get_upsert(job)["done"], bulk.get_upsert(job)["total"]), (0, 3))

		bulk.upsert_in_background(job, visits)

		told = bulk.get_upsert(job)
		self.assertEqual((told["done"], told["is_finished"], told["counts"]), (3, True, {"created": 3}))
		frappe.set_user("Administrator")
		with self.assert_throws(frappe.DoesNotExistError, "no such job"):
			bulk.get_upsert(job)

	def test_fault_of_ours_is_told_of_its_visit_and_the_job_goes_on(self):
		visits = [new_values() for _number in range(3)]
		frappe.set_user(USER)
		job = bulk.enqueue(visits)
		upsert_one = bulk.upsert_one

		def fail_at_second(row, names):
			return upsert_one(row, names) if row is not visits[1] else len(None)

		with patch.object(bulk, "upsert_one", fail_at_second):
			bulk.upsert_in_background(job, visits)

		told = bulk.get_upsert(job)
		self.assertEqual((told["is_finished"], told["counts"]), (True, {"created": 2, "refused": 1}))
		self.assertTrue(told["results"][1]["error"]["message"])
		self.assertIn("fail_at_second", frappe.get_last_doc("Error Log", {"method": "Visit 1 of many"}).error)

	def test_too_many_are_refused(self):
		(answer,) = self.users.send_all([Request(USER, "POST", UPSERT, {"visits": [{}] * 10_001})])
		self.assertEqual(answer.status, 417)
		self.assertIn("10000", " ".join(answer.messages))


def new_values(**values) -> dict:
	return {
		"external_system": "Old system",
		"external_id": new_id(),
		"customer": CUSTOMER,
		"company": COMPANY["company_name"],
		"mntc_date": add_days(today(), 12),
		"purposes": [{"item_code": BOILER}],
		**values,
	}
