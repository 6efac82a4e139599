"""What the tests of many at once share: sixteen requests in one moment, and what they are about."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.demo.on_site import new_time_log
from maintenance_visit_app.demo.records import make
from maintenance_visit_app.demo.tables import COMPANY, CUSTOMER_GROUPS, TERRITORIES
from maintenance_visit_app.doctor import examine
from maintenance_visit_app.records import has_doctype
from maintenance_visit_app.tests import (
	BOILER,
	JULIE,
	VisitTestCase,
	change_settings,
	do_work,
)
from maintenance_visit_app.tests.as_users import Answer, Request, Users, watched_errors
from maintenance_visit_app.tests.fuzz.judge import get_frames, is_database
from maintenance_visit_app.tests.fuzz.world import delete_rows, make_user
from maintenance_visit_app.tests.parts import GASKET, SERVICE, make_visit_with

PEOPLE = 16
CUSTOMER = "Usine des Seize"
USER = "everything@at-once.example.com"
ROLES = ("Maintenance Manager", "Accounts User", "Stock User", "Projects User", "Sales User")
VISIT, REST = "Maintenance Visit", "/api/resource/Maintenance Visit"
MAPPERS = "maintenance_visit_app.maintenance_visits.mappers"
PLANNING = "maintenance_visit_app.maintenance_visits.planning"
TIME_LOGS = "maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.time_logs"
SETTINGS = ("labour_item", "refuse_double_booking", "api_requests_per_minute")
DAY = add_days(today(), 33)
# Frappe raises it where it throws all others, so it comes without a message
RAISED = "ValidationError: Cannot edit cancelled document"


class AtOnceTestCase(VisitTestCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		names = {"customer_group": CUSTOMER_GROUPS[0], "territory": TERRITORIES[0]}
		make("Customer", CUSTOMER, customer_name=CUSTOMER, **names)
		make_user(USER, ROLES)
		cls.users = Users(USER)
		settings = frappe.get_doc("Maintenance Visit Settings")
		cls.addClassCleanup(forget, {fieldname: settings.get(fieldname) for fieldname in SETTINGS})
		change_settings(labour_item=SERVICE, api_requests_per_minute=0)
		frappe.db.commit()

	def press(self, requests: list[Request]) -> list[Answer]:
		"""Send all requests in the same moment, each by a thread and a connection of its own."""
		ready = Barrier(len(requests))

		def send(request: Request) -> Answer:
			ready.wait()
			return self.users.send(request)

		frappe.db.commit()
		with watched_errors(), ThreadPoolExecutor(len(requests)) as pool:
			answers = list(pool.map(send, requests))
		frappe.db.rollback()
		self.assert_told(answers)
		return answers

	def press_one(self, request: Request) -> list[Answer]:
		return self.press([request] * PEOPLE)

	def assert_told(self, answers: list[Answer]) -> None:
		"""Whoever comes second is refused with a sentence; nothing breaks."""
		broken = Counter(get_way(answer) for answer in answers if answer.status >= 500)
		self.assertFalse(broken, "\n".join(f"{number} x {way}" for way, number in broken.items()))
		for answer in answers:
			if answer.status != 200:
				told = any(answer.messages) or answer.body.get("exception", "").endswith(RAISED)
				self.assertTrue(told, answer.text[:900])

	def assert_first_wins(self, answers: list[Answer]) -> None:
		self.assertEqual(count_done(answers), 1, Counter(get_told(answer) for answer in answers))

	def assert_well(self) -> None:
		"""What other documents say of visits is what can be derived again."""
		problems = [problem for result in examine() for problem in result.problems if result.problems]
		self.assertEqual(problems, [])

	def tearDown(self) -> None:
		frappe.db.rollback()
		self.assert_well()
		super().tearDown()


def post(path: str, data: dict) -> Request:
	return Request(USER, "POST", path, data)


def call(method: str, **values) -> Request:
	return Request(USER, "POST", f"/api/method/{method}", values)


def save(document, action: str = "Save") -> Request:
	"""Return what a form sends: the document as it was opened, with what was typed."""
	values = {"doc": document.as_json(), "action": action}
	return Request(USER, "POST", "/api/method/frappe.desk.form.save.savedocs", values, as_form=True)


def as_sent(document) -> dict:
	values = json.loads(document.as_json())
	return {key: value for key, value in values.items() if key not in ("name", "modified", "creation")}


def new_visit(technician: str = JULIE, **values) -> dict:
	purposes = [{"item_code": BOILER, "service_person": technician}]
	return {"customer": CUSTOMER, "company": COMPANY["company_name"], "purposes": purposes, **values}


def finish(completion_status: str = "Fully Completed"):
	"""Submit a visit that took two hours and a gasket, which the customer pays."""
	visit = make_visit_with(
		{"item_code": GASKET, "qty": 1, "coverage": "Billable"}, customer=CUSTOMER, items={BOILER: None}
	)
	day = add_days(today(), -1)
	do_work(visit, completion_status).update({"mntc_date": day, "mntc_time": "08:00:00"})
	visit.append("time_logs", new_time_log(JULIE, f"{day} 08:00:00", 2))
	return visit.insert().submit()


def count_done(answers: list[Answer]) -> int:
	return sum(answer.status == 200 for answer in answers)


def get_told(answer: Answer) -> str:
	return f"{answer.status} {answer.body.get('exc_type', '')} {str(answer.messages)[:200]}"


def get_way(answer: Answer) -> str:
	"""Return the error of what broke, and the last places on its way."""
	frames = [frame for frame in get_frames(answer.error) if not is_database(frame)]
	return f"{answer.error.kind}: {' > '.join(map(str, frames[-7:]))}"


def forget(settings: dict) -> None:
	"""Delete row by row what was committed: no rule is asked."""
	frappe.db.rollback()
	change_settings(**settings)
	visits = frappe.get_all(VISIT, {"customer": CUSTOMER}, pluck="name")
	if visits:
		frappe.db.delete("ToDo", {"reference_name": ("in", visits)})
	made = [("Stock Entry", {"maintenance_visit": ("in", visits)})]
	made += [
		(doctype, {"customer": CUSTOMER})
		for doctype in (
			"Timesheet",
			"Sales Invoice",
			VISIT,
			"Sales Order",
			"Maintenance Schedule",
			"Warranty Claim",
		)
	]
	made += [("Customer", {"name": CUSTOMER}), ("User", {"name": USER})]
	made += [("Sales Person", {"name": ("like", "Technician %")})]
	for doctype, filters in made:
		for name in frappe.get_all(doctype, filters, pluck="name") if has_doctype(doctype) else ():
			delete_rows(doctype, name)
	frappe.db.commit()
	frappe.clear_cache()
