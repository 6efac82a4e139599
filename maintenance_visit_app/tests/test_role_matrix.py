"""Who may call what: each of this app's ways in, by each role, as role_matrix.csv beside this file has it.

A right that changed shows up as a difference. Where it is meant: run this test with ROLE_MATRIX=write
"""

import csv
import io
import json
import os
import re
import uuid
from collections import defaultdict
from collections.abc import Callable
from html import unescape
from pathlib import Path

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.demo.stock import get_warehouse
from maintenance_visit_app.tests import BOILER_SERIAL_NO, KARIM, VisitTestCase
from maintenance_visit_app.tests.as_users import GUEST, Answer, Request, Users, nothing_kept, watched_errors
from maintenance_visit_app.tests.fuzz.calls import get_http_methods, get_methods
from maintenance_visit_app.tests.fuzz.world import (
	DESK_USER,
	FOREIGN_CUSTOMER,
	MANAGER,
	NOBODY,
	OFFICE,
	PROGRAM,
	RESTRICTED,
	SECRET,
	TECHNICIAN,
	World,
)
from maintenance_visit_app.tests.parts import GASKET

TABLE = Path(__file__).with_name("role_matrix.csv")
COLUMNS = {
	"Guest": GUEST,
	"No Role": NOBODY,
	"Desk User": DESK_USER,
	"Maintenance User": TECHNICIAN,
	"Maintenance Manager": MANAGER,
	"Manager, Accounts, Stock, Projects": OFFICE,
	"Maintenance API User": PROGRAM,
	"Maintenance User, on a foreign document": RESTRICTED,
}
DAY = add_days(today(), 47)
PERIOD = {"planned_start": f"{DAY} 14:00:00", "planned_end": f"{DAY} 15:00:00", "all_day": 0}

# What each method is called with; `documents` are {kind: name} of one customer, see World.
ARGUMENTS: dict[str, Callable[[dict], dict]] = {
	"bulk.assign_technician": lambda documents: {
		"visits": [documents["planned"]],
		"service_person": documents["technician"],
	},
	"bulk.reschedule": lambda documents: {"visits": [documents["planned"]], "days": 3},
	"bulk.get_upsert": lambda documents: {"job": documents["job"]},
	"bulk.upsert_visits": lambda documents: {"visits": [get_new(documents)]},
	"calendar_feed.subscribe": lambda documents: {"service_person": documents["technician"]},
	"calendar_feed.read": lambda documents: {"key": documents["calendar_key"]},
	"calendar.get_events": lambda documents: {"doctype": "Maintenance Visit", "start": today(), "end": DAY},
	"calendar.move_visit": lambda documents: {
		"args": {"name": documents["planned"], **PERIOD},
		"field_map": {},
	},
	"board.get_board": lambda documents: {"start": today(), "end": DAY},
	"board.get_visit": lambda documents: {"visit": documents["planned"]},
	"tray.get_tray": lambda documents: {"until": DAY},
	"moves.place": lambda documents: {"visit": documents["planned"], "plan": {"mntc_date": DAY}},
	"moves.place_all": lambda documents: {
		"moves": [{"visit": documents["planned"], "plan": {"mntc_date": DAY}}]
	},
	"moves.plan_source": lambda documents: {
		"source": {"doctype": "Sales Order", "name": documents["order"], "rows": [documents["order"]]},
		"plan": {"mntc_date": DAY, "service_person": documents["technician"]},
	},
	"moves.take_back": lambda documents: {
		"visit": documents["planned"],
		"modified": str(frappe.db.get_value(VISIT, documents["planned"], "modified")),
	},
	"suggestions.find_slots": lambda documents: {"visit": documents["planned"]},
	"suggestions.find_free": lambda documents: {"start": DAY, "customer": documents["customer"]},
	"day_sheets.get_details": lambda documents: {"visits": [documents["planned"]]},
	"day_sheets.send": lambda documents: {
		"start": DAY,
		"end": DAY,
		"technicians": [documents["technician"]],
	},
	"proposals.propose": lambda documents: {"start": DAY, "end": DAY},
	"proposals.get_proposal": lambda documents: {"name": documents["job"]},
	"proposals.cancel": lambda documents: {"name": documents["job"]},
	"due_work.make_visits": lambda documents: {"warranty_claims": [documents["claim"]]},
	"next_visit.get_next_visit": lambda documents: {"customer": documents["customer"]},
	"workload.search_technicians": lambda documents: {
		"doctype": "Sales Person",
		"txt": documents["technician"],
		"filters": {"days": [today()]},
	},
	"changes.get_changes": lambda documents: {"limit": 1000},
	"description.get_openapi": lambda documents: {},
	"operations.apply": lambda documents: {"operations": [get_operation(documents)]},
	"operations.apply_photo": lambda documents: {"operation": get_operation(documents)},
	"visits.create_visit": lambda documents: {"values": get_new(documents)},
	"visits.get_visit": lambda documents: {"visit": documents["planned"]},
	"visits.update_visit": lambda documents: {
		"visit": documents["planned"],
		"values": {"mntc_time": "11:00:00"},
	},
	"device.get_equipment": lambda documents: {"serial_no": BOILER_SERIAL_NO},
	"device.get_session": lambda documents: {},
	"device.get_state": lambda documents: {},
	"queue.hand_to_office": lambda documents: {
		"user": documents["user"],
		"operation": get_operation(documents),
	},
	"queue.send": lambda documents: {"user": documents["user"], "operations": [get_operation(documents)]},
	"queue.send_photo": lambda documents: {
		"user": documents["user"],
		"operation": get_operation(documents),
	},
	"customer_details.get_customer_details": lambda documents: {"customer": documents["customer"]},
	"missing.get_missing": lambda documents: {"name": documents["planned"]},
	"time_logs.check_in": lambda documents: {
		"visit": documents["planned"],
		"service_person": documents["free"],
	},
	"time_logs.check_out": lambda documents: {
		"visit": documents["begun"],
		"service_person": documents["at_work"],
	},
	"time_logs.undo_check_in": lambda documents: {
		"visit": documents["planned"],
		"service_person": documents["free"],
	},
	"drafts.get_drafts": lambda documents: {
		"doctype": "Maintenance Schedule",
		"name": documents["schedule"],
	},
	"drafts.delete_drafts": lambda documents: {
		"doctype": "Maintenance Schedule",
		"name": documents["schedule"],
	},
	"drafts.detach_drafts": lambda documents: {
		"doctype": "Maintenance Schedule",
		"name": documents["schedule"],
	},
	"first_time_fix_rate.get_first_time_fix_rate": lambda documents: {"filters": "[]"},
	"shortages.get_available_qty": lambda documents: {"item_code": GASKET, "warehouse": get_warehouse()},
	"follow_up.make_follow_up_visit": lambda documents: {"source_name": documents["partly"]},
	"to_sales_invoice.make_sales_invoice": lambda documents: {"source_name": documents["fully"]},
	"to_stock_entry.make_stock_entry": lambda documents: {"source_name": documents["fully"]},
	"to_stock_entry.has_parts_to_issue": lambda documents: {"visit": documents["fully"]},
	"to_timesheet.make_timesheets": lambda documents: {"source_name": documents["fully"]},
	"my_visits.get_visits_from_today": lambda documents: {
		"doctype": "Maintenance Visit",
		"fields": '["name"]',
		"order_by": "`tabMaintenance Visit`.`mntc_date` asc",
		"page_length": 20,
	},
	"planned_visits.generate_planned_visits": lambda documents: {
		"maintenance_schedule": documents["schedule"],
		"until": add_days(today(), 110),
	},
	"planned_visits.get_last_day": lambda documents: {},
	"from_sales_order.make_maintenance_visit": lambda documents: {"source_name": documents["order"]},
	"from_maintenance_schedule.make_maintenance_visit": lambda documents: {
		"source_name": documents["schedule"]
	},
	"from_warranty_claim.make_maintenance_visit": lambda documents: {"source_name": documents["claim"]},
	"maintenance_schedule.get_serial_nos_from_schedule": lambda documents: {
		"item_code": documents["item"],
		"schedule": documents["schedule"],
	},
}
# Frappe 15 itself names what a user permission keeps from somebody
FRAPPES_SENTENCE = re.compile(r"linked to [\w ]+ '[^']*'")
VISIT = "Maintenance Visit"
# Said in its docstring
FOR_EVERYONE = (
	"maintenance_visit_app.api.description.get_openapi",
	"maintenance_visit_app.maintenance_visits.planning.planned_visits.get_last_day",
	"maintenance_visit_app.technician.device.get_session",
)
REPORTS = (
	"Equipment History",
	"Planning Quality",
	"Service Cost",
	"Technician Performance",
	"Visit Register",
	"Visits Due",
)


class TestRoleMatrix(VisitTestCase):
	maxDiff = None

	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.world = World()
		cls.addClassCleanup(cls.world.forget)
		cls.addClassCleanup(frappe.db.delete, "Visit Calendar")
		cls.world.own["calendar_key"] = make_calendar(cls.world.own["free"])
		cls.world.foreign["calendar_key"] = "No Such"
		cls.users = Users(*COLUMNS.values())
		cls.addClassCleanup(cls.users.forget)
		with watched_errors(), nothing_kept():
			cls.answers = cls.ask_all()

	@classmethod
	def ask_all(cls) -> dict[tuple[str, str], tuple[Request, Answer]]:
		"""Return {(what, column): request and answer}."""
		asked = {
			(what, column): get_request(user, get_way(what, cls.get_documents(user)))
			for what in [*get_methods(), *get_desks_ways(cls.world.own)]
			for column, user in COLUMNS.items()
		}
		answers = cls.users.send_all(list(asked.values()))
		return {key: (asked[key], answer) for key, answer in zip(asked, answers, strict=True)}

	@classmethod
	def get_documents(cls, user: str) -> dict:
		return {**(cls.world.foreign if user == RESTRICTED else cls.world.own), "user": user}

	def test_who_may_nothing_learns_nothing_from_a_wrong_name(self):
		"""He is refused as for a right one: nobody finds out by asking what there is."""
		nothing = defaultdict(lambda: "No Such")
		requests = [
			get_request(user, get_way(what, nothing))
			for what in get_methods()
			for user in (DESK_USER, GUEST)
			if what not in FOR_EVERYONE
		]

		with watched_errors(), nothing_kept():
			answers = self.users.send_all(requests)

		for request, answer in zip(requests, answers, strict=True):
			with self.subTest(request.path, user=request.user):
				self.assertIn(answer.status, (401, 403, 404), answer.text[:600])

	def test_each_role_may_do_what_the_table_says(self):
		found = self.get_table()
		if os.environ.get("ROLE_MATRIX") == "write":
			TABLE.write_text(found)

		self.assertEqual(found.splitlines(), TABLE.read_text().splitlines())

	def test_what_the_table_calls_allowed_is_done_for_somebody(self):
		"""A call that is wrong for everyone says nothing of rights."""
		for what in {what for what, _column in self.answers}:
			done = [column for column in COLUMNS if self.get_outcome(what, column) == "allowed"]
			self.assertTrue(done, f"{what}: {self.answers[what, list(COLUMNS)[-2]]}")

	def test_who_is_refused_is_told_so_and_not_that_it_went_wrong(self):
		for (what, column), (request, answer) in self.answers.items():
			with self.subTest(what, column=column):
				self.assertIn(answer.status, (200, 202, 401, 403, 404), f"{request}\n{answer.text:.600}")

	def test_nobody_learns_of_a_customer_whom_he_may_not_read(self):
		for (what, column), (request, answer) in self.answers.items():
			if COLUMNS[column] in (RESTRICTED, DESK_USER, NOBODY, GUEST):
				with self.subTest(what, column=column):
					self.assertNotIn(SECRET, answer.text, str(request))
					if FOREIGN_CUSTOMER not in str(request.data):
						told = FRAPPES_SENTENCE.sub("", unescape(answer.text))
						self.assertNotIn(FOREIGN_CUSTOMER, told, str(request))

	def get_table(self) -> str:
		lines = io.StringIO()
		writer = csv.writer(lines, lineterminator="\n")
		writer.writerow(["Call", *COLUMNS])
		for what in dict.fromkeys(what for what, _column in self.answers):
			writer.writerow([what, *(self.get_outcome(what, column) for column in COLUMNS)])
		return lines.getvalue()

	def get_outcome(self, what: str, column: str) -> str:
		_request, answer = self.answers[what, column]
		if answer.status in (200, 202):
			return "refused" if is_refused_one_by_one(answer.body) else "allowed"
		return "refused" if answer.status in (401, 403, 404) else f"{answer.status}"


def is_refused_one_by_one(body: dict) -> bool:
	"""Many documents at once are answered by what became of each."""
	result = body.get("message")
	if isinstance(result, dict) and result.get("results"):
		return all(one["outcome"] == "refused" for one in result["results"])
	return isinstance(result, dict) and bool(result.get("failed")) and not result.get("done")


def get_way(what: str, documents: dict) -> tuple[str, str, dict]:
	"""Return HTTP method, path and data of a call that means well, about one customer's documents."""
	if what not in get_methods():
		return get_desks_ways(documents)[what]
	key = next((key for key in ARGUMENTS if get_methods_own_name(what).endswith(f".{key}")), None)
	if not key:
		raise KeyError(f"Say in ARGUMENTS how {what} is called.")
	http_method = "POST" if "POST" in get_http_methods(get_methods()[what]) else "GET"
	return http_method, f"/api/method/{what}", ARGUMENTS[key](documents)


def get_methods_own_name(what: str) -> str:
	function = get_methods()[what]
	return f"{function.__module__}.{function.__qualname__}"


def get_desks_ways(documents: dict) -> dict[str, tuple[str, str, dict]]:
	"""Return {what: HTTP method, path, data} of what Desk and programs do with a visit and its reports."""
	planned, fully, cancelled = (documents[kind] for kind in ("planned", "fully", "cancelled"))
	one, two = f"/api/resource/{VISIT}", f"/api/v2/document/{VISIT}"
	named = {"doctype": VISIT, "name": planned}
	new = get_new(documents)
	desk = "/api/method/frappe.desk"
	return {
		"Visit: form": ("POST", f"{desk}.form.load.getdoc", named),
		"Visit: save": ("POST", f"{desk}.form.save.savedocs", get_saved(planned, "Save")),
		"Visit: submit": ("POST", f"{desk}.form.save.savedocs", get_saved(documents["worked"], "Submit")),
		"Visit: cancel": ("POST", f"{desk}.form.save.cancel", {"doctype": VISIT, "name": fully}),
		"Visit: read by REST": ("GET", f"{one}/{planned}", {}),
		"Visit: new by REST": ("POST", one, new),
		"Visit: new by REST, version 2": ("POST", two, new),
		"Visit: change by REST": ("PUT", f"{one}/{planned}", {"customer_feedback": "Quick."}),
		"Visit: delete by REST": ("DELETE", f"{one}/{cancelled}", {}),
		"Visit: list by REST": ("GET", one, {"limit": "500", "fields": '["name", "customer_name"]'}),
		"Visit: print": (
			"POST",
			"/api/method/frappe.www.printview.get_html_and_style",
			{"doc": VISIT, "name": fully, "print_format": "Service Report"},
		),
		"Checklist: list by REST": ("GET", "/api/resource/Maintenance Checklist", {}),
		"Settings: read by REST": (
			"GET",
			"/api/resource/Maintenance Visit Settings/Maintenance Visit Settings",
			{},
		),
		"Settings: change by REST": (
			"PUT",
			"/api/resource/Maintenance Visit Settings/Maintenance Visit Settings",
			{"days_ahead": 15},
		),
		**{f"Report: {report}": get_report(report) for report in REPORTS},
	}


def make_calendar(service_person: str) -> str:
	"""Return the key of a calendar: with it, anybody reads."""
	calendar = frappe.get_doc({"doctype": "Visit Calendar", "service_person": service_person}).insert()
	frappe.db.commit()
	return calendar.flags.key


def get_new(documents: dict) -> dict:
	new = {"customer": documents["customer"], "company": documents["company"], "mntc_date": DAY}
	return {**new, "purposes": [{"item_code": documents["item"], "service_person": KARIM}]}


def get_operation(documents: dict) -> dict:
	named = {"id": str(uuid.uuid4()), "operation": "plan", "visit": documents["planned"]}
	return {**named, "payload": {"mntc_time": "11:00:00"}}


def get_saved(name: str, action: str) -> dict:
	return {"doc": frappe.get_doc(VISIT, name).as_json(), "action": action}


def get_report(report: str) -> tuple[str, str, dict]:
	filters = json.dumps({"from_date": add_days(today(), -30), "to_date": add_days(today(), 60)})
	return (
		"POST",
		"/api/method/frappe.desk.query_report.run",
		{"report_name": report, "filters": filters},
	)


def get_request(user: str, way: tuple[str, str, dict]) -> Request:
	http_method, path, data = way
	return Request(user, http_method, path, data)
