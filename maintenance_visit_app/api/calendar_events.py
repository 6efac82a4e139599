"""Visits as events of a calendar, by the package icalendar (RFC 5545)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import get_system_timezone, get_url_to_form
from icalendar import Calendar, Event

from maintenance_visit_app.maintenance_visits.planning.calendar import get_period
from maintenance_visit_app.maintenance_visits.positions import Position, read_position
from maintenance_visit_app.records import get_by_name
from maintenance_visit_app.rich_text import get_lines

MAKER = "-//Maintenance Visit App//EN"
# How often a calendar is asked to read anew: some ask only once a day
REFRESH = timedelta(hours=1)


def write_calendar(title: str, visits: list[dict]) -> bytes:
	"""Return a calendar of visits, which have all their fields; three statements for any number of them."""
	calendar = Calendar()
	calendar.add("prodid", MAKER)
	calendar.add("version", "2.0")
	calendar.add("method", "PUBLISH")
	calendar.add("x-wr-calname", title)
	calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
	calendar.add("x-published-ttl", REFRESH, parameters={"VALUE": "DURATION"})
	names = [visit.name for visit in visits]
	purposes, changes, positions = get_purposes(names), get_changes(names), get_positions(visits)
	zone = ZoneInfo(get_system_timezone())
	for visit in visits:
		event = make_event(visit, purposes.get(visit.name, []), changes.get(visit.name, 0), zone)
		if position := positions.get(visit.customer_address):
			event.add("geo", position)
		calendar.add_component(event)
	calendar.add_missing_timezones()
	return calendar.to_ical()


def make_event(visit: dict, purposes: list[dict], changes: int, zone: ZoneInfo) -> Event:
	event = Event()
	event.add("uid", f"{visit.name}@{frappe.local.site}")
	event.add("sequence", changes)
	modified = visit.modified.replace(microsecond=0, tzinfo=zone).astimezone(ZoneInfo("UTC"))
	# Of what was published, not of when: the same visit is the same text
	event.add("dtstamp", modified)
	event.add("last-modified", modified)
	for key, value in zip(("dtstart", "dtend"), get_times(visit, zone), strict=True):
		event.add(key, value)
	event.add("status", get_status(visit))
	event.add("summary", get_summary(visit, purposes))
	event.add("location", ", ".join(get_lines(visit.address_display)))
	event.add("description", get_description(visit, purposes))
	event.add("url", get_url_to_form("Maintenance Visit", visit.name))
	if visit.maintenance_type:
		event.add("categories", [_(visit.maintenance_type, context="Maintenance Visit")])
	return event


def get_times(visit: dict, zone: ZoneInfo) -> tuple:
	"""Return begin and end: whole days for a visit without a time."""
	period = get_period(visit)
	start, end = period["planned_start"], period["planned_end"]
	if period["all_day"]:
		return start.date(), end.date()
	return start.replace(tzinfo=zone), end.replace(tzinfo=zone)


def get_status(visit: dict) -> str:
	if visit.docstatus == 2:
		return "CANCELLED"
	return "CONFIRMED" if visit.technicians else "TENTATIVE"


def get_summary(visit: dict, purposes: list[dict]) -> str:
	items = dict.fromkeys(row.item_name or row.item_code for row in purposes if row.item_code)
	return ": ".join(filter(None, (visit.customer_name or visit.customer, ", ".join(items))))


def get_description(visit: dict, purposes: list[dict]) -> str:
	lines = [_(visit.status, context="Maintenance Visit")] if visit.status else []
	lines += [text for text in (visit.technicians, get_contact(visit)) if text]
	lines += [" · ".join(filter(None, get_words(row))) for row in purposes]
	return "\n".join(lines)


def get_contact(visit: dict) -> str:
	return " · ".join(filter(None, (visit.contact_display, visit.contact_mobile, visit.contact_email)))


def get_words(row: dict) -> list[str | None]:
	texts = (row.complaint, row.description)
	return [row.item_name or row.item_code, row.serial_no, *(" ".join(get_lines(text)) for text in texts)]


def get_purposes(names: list[str]) -> dict[str, list[dict]]:
	fields = ["parent", "item_code", "item_name", "serial_no", "complaint", "description"]
	rows = {}
	if names:
		filters = {"parent": ("in", names), "parenttype": "Maintenance Visit"}
		for row in frappe.get_all("Maintenance Visit Purpose", filters, fields, order_by="idx asc"):
			rows.setdefault(row.parent, []).append(row)
	return rows


def get_changes(names: list[str]) -> dict[str, int]:
	"""Return how far each visit has changed since it was first noted: a number that only grows, as SEQUENCE must."""
	if not names:
		return {}
	fields = ["name", "number", "first_number"]
	changes = frappe.get_all("Visit Change", {"name": ("in", names)}, fields)
	return {change.name: change.number - change.first_number for change in changes}


def get_positions(visits: list[dict]) -> dict[str, Position]:
	"""Return {address: position} of those that are known."""
	names = {visit.customer_address for visit in visits if visit.customer_address}
	addresses = get_by_name("Address", names, ["service_position"])
	return {
		name: position
		for name, address in addresses.items()
		if (position := read_position(address.service_position))
	}
