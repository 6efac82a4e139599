"""Technicians to plan with, and a week of the board."""

import frappe
from frappe.model.document import Document

from maintenance_visit_app.demo.records import make
from maintenance_visit_app.dispatch.board import get_board
from maintenance_visit_app.tests import BAKERY, JULIE, VisitTestCase, make_visit
from maintenance_visit_app.tests.reports import SERVICE

# A week that the demo has nothing in
MONDAY, TUESDAY, SUNDAY = "2030-03-04", "2030-03-05", "2030-03-10"


def make_profile(
	service_person: str,
	hours: list[tuple[str, str, str]] = (),
	skills: tuple[str, ...] = (),
	territories: tuple[str, ...] = (),
	**values,
) -> Document:
	"""Insert the profile of a technician; hours are (weekday, from, to)."""
	profile = frappe.get_doc({"doctype": "Technician Profile", "service_person": service_person, **values})
	for weekday, from_time, to_time in hours:
		profile.append("working_hours", {"weekday": weekday, "from_time": from_time, "to_time": to_time})
	for skill in skills:
		profile.append("skills", {"skill": make("Service Skill", skill, skill_name=skill)})
	for territory in territories:
		profile.append("territories", {"territory": territory})
	return profile.insert()


class BoardTestCase(VisitTestCase):
	def plan_visit(self, technician: str | None = JULIE, time: str | None = "09:00:00", **values):
		values = {"mntc_date": MONDAY, "mntc_time": time, "planned_duration": 3600, **values}
		customer = values.pop("customer", BAKERY)
		return make_visit(customer, {SERVICE: None}, technician, **values).insert()

	def get_lane(self, technician: str) -> dict:
		board = get_board(MONDAY, SUNDAY)
		return next(person for person in board["technicians"] if person["name"] == technician)

	def get_shown(self, name: str) -> dict:
		return next(visit for visit in get_board(MONDAY, SUNDAY)["visits"] if visit["name"] == name)

	def get_codes(self, name: str) -> list[str]:
		return [remark["code"] for remark in self.get_shown(name)["remarks"]]


def get_seen(visit) -> dict:
	return {
		"mntc_date": str(visit.mntc_date),
		"mntc_time": str(visit.mntc_time),
		"planned_duration": visit.planned_duration,
		"technicians": {row.name: row.service_person for row in visit.purposes},
	}
