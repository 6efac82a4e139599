"""A technician's days on paper or by mail: what each visit tells, besides when it is."""

from collections import defaultdict
from datetime import date

import frappe
from frappe import _
from frappe.translate import print_language
from frappe.utils import cstr, format_date, get_url_to_form

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.derived.sales_persons import get_users
from maintenance_visit_app.dispatch.board import validate_days
from maintenance_visit_app.dispatch.period import list_days
from maintenance_visit_app.dispatch.technicians import get_rows
from maintenance_visit_app.dispatch.visits import VISIT, get_visits, group
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import get_day, get_json
from maintenance_visit_app.records import get_by_name
from maintenance_visit_app.rich_text import get_lines

MOST = 1000
FIELDS = ["name", "address_display", "contact_display", "contact_mobile"]


@frappe.whitelist(methods=["GET", "POST"])
@complete
def get_details(visits: str | list) -> dict:
	"""Return {visit: {address, contact, phone, items}} of those that the user may read."""
	frappe.has_permission(VISIT, "read", throw=True)
	return find_details([str(name) for name in get_json(visits, list, "visits")][:MOST])


def find_details(names: list[str]) -> dict[str, dict]:
	if not names:
		return {}
	found = frappe.get_list(VISIT, filters={"name": ("in", names)}, fields=FIELDS, limit=0)
	fields = ["parent", "item_code", "item_name", "serial_no"]
	rows = group(get_rows("Maintenance Visit Purpose", VISIT, [visit.name for visit in found], fields))
	return {visit.name: tell(visit, rows.get(visit.name, [])) for visit in found}


def tell(visit: dict, rows: list[dict]) -> dict:
	return {
		"address": "\n".join(get_lines(visit.address_display)),
		"contact": visit.contact_display,
		"phone": visit.contact_mobile,
		"items": [
			" ".join(filter(None, (row.item_name or row.item_code, row.serial_no)))
			for row in rows
			if row.item_code
		],
	}


@frappe.whitelist(methods=["POST"])
@complete
def send(start: str | date, end: str | date, technicians: str | list) -> dict:
	"""Mail these technicians their visits from `start` to `end`. Return {sent, unknown}: who has no user can't be reached.

	The mails go by way of Frappe's queue, each in the language of who gets it; who has no visit gets none. The user
	needs to be allowed to mail visits, and only those that he may read are told.
	"""
	frappe.has_permission(VISIT, "email", throw=True)
	first, last = get_day(start), get_day(end)
	validate_days(first, last)
	wanted = {cstr(name) for name in get_json(technicians, list, "technicians")}
	days = get_days_of_technicians(first, last, wanted)
	users = get_users(days)
	addresses = get_by_name("User", set(users.values()), ["email", "language"])
	for technician, user in users.items():
		send_to(addresses[user], first, last, days[technician])
	return {"sent": sorted(users), "unknown": sorted(days.keys() - users.keys())}


def get_days_of_technicians(first: date, last: date, technicians: set[str]) -> dict[str, dict[date, list]]:
	"""Return {technician: {day: visits in their order}} of those who have any."""
	visits = get_visits(first, last)
	details = find_details([visit["name"] for visit in visits])
	days: dict[str, dict[date, list]] = defaultdict(lambda: defaultdict(list))
	for visit in visits:
		told = {day: tell_by_mail(visit, details[visit["name"]], day) for day in get_days(visit, first, last)}
		for technician in technicians.intersection(visit["technicians"]):
			for day, line in told.items():
				days[technician][day].append(line)
	return days


def get_days(visit: dict, first: date, last: date) -> list[date]:
	"""Return the visit's days among these."""
	return list_days(max(visit["mntc_date"], first), min(visit["end_day"], last))


def tell_by_mail(visit: dict, detail: dict, day: date) -> dict:
	start = visit["start"]
	contact = " · ".join(filter(None, (detail["contact"], detail["phone"])))
	return {
		"name": visit["name"],
		"goes_on": visit["mntc_date"] < day,
		"time": None if start is None else f"{start // 60:02}:{start % 60:02}",
		"minutes": visit["minutes"],
		"customer": visit["customer_name"] or visit["customer"],
		"lines": [line for line in (*detail["address"].split("\n"), contact, *detail["items"]) if line],
		"link": get_url_to_form(VISIT, visit["name"]),
	}


def send_to(user: dict, first: date, last: date, days: dict[date, list]) -> None:
	with print_language(user.language or frappe.local.lang):
		period = " – ".join(dict.fromkeys(format_date(day) for day in (first, last)))
		frappe.sendmail(
			recipients=[user.email],
			subject=_("Your visits: {0}").format(period),
			message=frappe.render_template(
				"maintenance_visit_app/templates/day_sheet.html", {"days": sorted(days.items())}
			),
		)
