"""Who can be planned: technicians with their hours, absences, skills, territories and where their day begins.

With neither profile nor Employee a technician works from Monday to Friday, can do everything, everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import to_timedelta

from maintenance_visit_app.dispatch.absences import Absence, get_absences
from maintenance_visit_app.dispatch.period import list_days
from maintenance_visit_app.maintenance_visits.planning.workload import get_names_of_technicians
from maintenance_visit_app.maintenance_visits.positions import Position, read_position
from maintenance_visit_app.records import get_by_name

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PROFILE = "Technician Profile"
# Minutes of the day, for who has told no hours
USUAL_HOURS = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
USUAL_DAYS = range(5)
Hours = tuple[tuple[int, int], ...]


@dataclass
class Technician:
	name: str
	color: str | None = None
	skills: frozenset[str] = frozenset()
	territories: frozenset[str] | None = None
	home: Position | None = None
	warehouse: str | None = None
	hours: dict[int, Hours] = field(default_factory=dict)
	absences: dict[date, Absence] = field(default_factory=dict)
	is_enabled: bool = True

	def get_hours(self, day: date) -> Hours:
		"""Return the working hours of a day in minutes, whole: who is absent has none."""
		absence = self.absences.get(day)
		if absence and not absence.is_half:
			return ()
		if self.hours:
			return self.hours.get(day.weekday(), ())
		return USUAL_HOURS if day.weekday() in USUAL_DAYS else ()

	def is_half_off(self, day: date) -> bool:
		"""Tell whether half of the day is free, of which nobody says which half it is."""
		return day in self.absences and self.absences[day].is_half

	def get_minutes(self, day: date) -> int:
		"""Return how long the technician works on a day."""
		minutes = sum(end - start for start, end in self.get_hours(day))
		return minutes // 2 if day in self.absences else minutes


def get_technicians(first: date, last: date, also: Iterable[str] = ()) -> list[Technician]:
	"""Return who is on the board between two days, and also these, in the order of their names.

	Of these some may be disabled: they are off all the time, so that their visits can be seen and given to others.

	On it is whose profile says so, and without a profile who has an Employee or had visits lately. The number of
	statements does not grow with the technicians. The user needs to read Sales Persons.
	"""
	also = set(also)
	persons = frappe.get_list(
		"Sales Person",
		filters={"is_group": 0},
		or_filters=[["enabled", "=", 1], *([["name", "in", sorted(also)]] if also else [])],
		fields=["name", "employee", "enabled"],
		limit=0,
	)
	profiles = get_by_name(PROFILE, {person.name for person in persons}, get_fields())
	at_work = get_names_of_technicians([person for person in persons if person.name not in profiles])
	chosen = [
		person
		for person in persons
		if person.name in also or is_on_board(profiles.get(person.name), person.name in at_work)
	]
	return make_technicians(sorted(chosen, key=lambda person: person.name), profiles, first, last)


def get_fields() -> list[str]:
	return ["on_board", "color", "holiday_list", "home_address", "home_position", "warehouse"]


def is_on_board(profile: dict | None, is_technician: bool) -> bool:
	return bool(profile.on_board) if profile else is_technician


def make_technicians(persons: list[dict], profiles: dict, first: date, last: date) -> list[Technician]:
	names = [person.name for person in persons if person.name in profiles]
	hours, skills, territories = get_hours(names), get_skills(PROFILE, names), get_territories(names)
	homes = get_homes([profiles[name] for name in names])
	absences = get_absences(persons, profiles, first, last)
	return [
		Technician(
			name=person.name,
			color=profile.get("color"),
			skills=frozenset(skills.get(person.name, ())),
			territories=territories.get(person.name),
			home=homes.get(person.name),
			warehouse=profile.get("warehouse"),
			hours=hours.get(person.name, {}),
			absences=absences.get(person.name, {}) if person.enabled else get_days_off(first, last),
			is_enabled=bool(person.enabled),
		)
		for person in persons
		for profile in [profiles.get(person.name, {})]
	]


def get_days_off(first: date, last: date) -> dict[date, Absence]:
	return dict.fromkeys(list_days(first, last), Absence(_("No longer at work")))


def get_hours(names: list[str]) -> dict[str, dict[int, Hours]]:
	"""Return {technician: {weekday: ((from, to), …)}}, Monday being 0, of those who have told any."""
	hours: dict[str, dict[int, Hours]] = {}
	fields = ["parent", "weekday", "from_time", "to_time"]
	for row in get_rows("Technician Working Hours", PROFILE, names, fields):
		shift = (get_minutes(row.from_time), get_minutes(row.to_time))
		of_day = hours.setdefault(row.parent, {})
		weekday = WEEKDAYS.index(row.weekday)
		of_day[weekday] = tuple(sorted((*of_day.get(weekday, ()), shift)))
	return hours


def get_minutes(time: timedelta | str) -> int:
	# Frappe's to_timedelta takes its time for a text
	since_midnight = time if isinstance(time, timedelta) else to_timedelta(time)
	return int(since_midnight.total_seconds() // 60)


def get_skills(parenttype: str, names: Iterable[str]) -> dict[str, list[str]]:
	"""Return {parent: skills}: of technicians what they can do, of the rest what they ask for."""
	skills = {}
	for row in get_rows("Service Skill Link", parenttype, names, ["parent", "skill"]):
		skills.setdefault(row.parent, []).append(row.skill)
	return skills


def get_rows(doctype: str, parenttype: str, parents: Iterable[str], fields: list[str]) -> list[dict]:
	if not (parents := list(parents)):
		return []
	filters = {"parenttype": parenttype, "parent": ("in", parents)}
	return frappe.get_all(doctype, filters=filters, fields=fields, order_by="parent, idx")


def get_territories(names: list[str]) -> dict[str, frozenset[str]]:
	"""Return {technician: territories with all below them} of those who don't work everywhere."""
	if not names:
		return {}
	row, chosen, below = DocType("Technician Territory"), DocType("Territory"), DocType("Territory").as_("b")
	query = (
		frappe.qb.from_(row)
		.join(chosen)
		.on(chosen.name == row.territory)
		.join(below)
		.on((below.lft >= chosen.lft) & (below.rgt <= chosen.rgt))
		.select(row.parent, below.name)
		.where((row.parenttype == PROFILE) & row.parent.isin(names))
	)
	territories: dict[str, set[str]] = {}
	for name, territory in query.run():
		territories.setdefault(name, set()).add(territory)
	return {name: frozenset(served) for name, served in territories.items()}


def get_homes(profiles: list[dict]) -> dict[str, Position]:
	"""Return {technician: where the day begins} of those of whom it is known."""
	wanted = {profile.home_address for profile in profiles if profile.home_address}
	addresses = get_by_name("Address", wanted, ["service_position"])
	homes = {}
	for profile in profiles:
		of_address = addresses.get(profile.home_address, {}).get("service_position")
		if position := read_position(profile.home_position) or read_position(of_address):
			homes[profile.name] = position
	return homes
