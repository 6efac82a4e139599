"""Technicians to plan with: profiles, hours, skills."""

import frappe
from frappe.model.document import Document

from maintenance_visit_app.demo.records import make


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
