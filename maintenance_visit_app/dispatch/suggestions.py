"""When a visit could be, and with whom: the best slots with what they cost, and why there are none."""

from dataclasses import replace
from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, cint, cstr, getdate, today

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.dispatch.loading import DAY, Loaded, begin_from_now_on, load
from maintenance_visit_app.dispatch.reasons import tell_rules
from maintenance_visit_app.dispatch.routing.problem import Job
from maintenance_visit_app.dispatch.routing.slots import Slot, explain
from maintenance_visit_app.dispatch.routing.slots import find_slots as find
from maintenance_visit_app.dispatch.technicians import get_technicians
from maintenance_visit_app.dispatch.visits import VISIT, get_unseen, get_visits, get_visits_by_name
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import get_day, get_json
from maintenance_visit_app.maintenance_visits.permitted_visit import get_permitted_visit
from maintenance_visit_app.maintenance_visits.positions import read_position

DAYS, MOST_DAYS, MOST_SLOTS = 14, 31, 20
# Minutes of the day
PARTS = {"morning": (0, 12 * 60), "afternoon": (12 * 60, DAY)}


class NoVisitError(frappe.ValidationError):
	pass


@frappe.whitelist(methods=["GET", "POST"])
@complete
def find_slots(
	visit: str, start: str | date | None = None, days: int | str = DAYS, number: int | str = 5
) -> dict:
	"""Return {slots, reasons}: the best slots for a visit from a day on, among all technicians on the board.

	A slot is {technicians, mntc_date, mntc_time, planned_duration, travel, price, after, reason}; `travel` are the
	minutes of driving more. Without a slot, `reasons` are sentences that tell why. No visit is moved, and nothing is
	written. The user needs to read the visit and Sales Persons.
	"""
	get_permitted_visit(cstr(visit))
	wanted = next(iter(get_visits_by_name([cstr(visit)])), None)
	if not wanted:
		frappe.throw(_("There is no visit {0} that you may read.").format(cstr(visit)), NoVisitError)
	return suggest(wanted, get_day(start or today()), cint(days), cint(number))


@frappe.whitelist(methods=["GET", "POST"])
@complete
def find_free(
	start: str | date,
	days: int | str = 1,
	part: str | None = None,
	minutes: int | str = 60,
	skills: str | list | None = None,
	customer: str | None = None,
	number: int | str = 10,
) -> dict:
	"""Return {slots, reasons} as `find_slots`, for a visit that isn't there yet: who is free, with skills, near a customer.

	`part` is `morning` or `afternoon`. The user needs to read visits and Sales Persons,
	and the customer.
	"""
	frappe.has_permission(VISIT, "read", throw=True)
	first = get_day(start)
	wanted = frappe._dict(
		name="",
		minutes=max(cint(minutes), 15),
		rows=[],
		technicians=[],
		skills=[cstr(skill) for skill in get_json(skills or [], list, "skills")],
		priority="Medium",
		earliest=None,
		latest=None,
		start=None,
		mntc_date=first,
		planned_duration=max(cint(minutes), 15) * 60,
		**get_place(customer),
	)
	return suggest(wanted, first, cint(days), cint(number), PARTS.get(part))


def get_place(customer: str | None) -> dict:
	"""Return the territory and position of a customer's address, shipping ones first."""
	if not customer:
		return {"territory": None, "position": None}
	frappe.has_permission("Customer", "read", customer, throw=True)
	addresses = frappe.get_all(
		"Address",
		filters=[
			["Dynamic Link", "link_doctype", "=", "Customer"],
			["Dynamic Link", "link_name", "=", customer],
		],
		fields=["service_position"],
		order_by="is_shipping_address desc, is_primary_address desc",
	)
	positions = [read_position(address.service_position) for address in addresses]
	return {
		"territory": frappe.db.get_value("Customer", customer, "territory"),
		"position": next(filter(None, positions), None),
	}


def suggest(wanted: dict, first: date, days: int, number: int, part: tuple[int, int] | None = None) -> dict:
	first = max(first, getdate(today()))
	last = getdate(add_days(first, min(max(days, 1), MOST_DAYS) - 1))
	standing = [
		visit for visit in get_visits(first, last) if visit.docstatus == 0 and visit["name"] != wanted["name"]
	]
	named = {name for visit in standing for name in visit["technicians"]}
	persons = get_technicians(first, last, named)
	unseen = get_unseen(first, last, [person.name for person in persons], [*standing, wanted])
	loaded = load(persons, [*standing, wanted], first, last, is_to_be_planned=True, unseen=unseen)
	job = loaded.problem.jobs[-1]
	if getdate(wanted["mntc_date"]) > last and not (wanted["earliest"] or wanted["latest"]):
		# Who asks for other days than the visit's own means these; what the customer accepts holds
		job = replace(job, windows=())
	job = limit(job, first, last, part)
	slots = find(loaded.problem, job, min(max(number, 1), MOST_SLOTS))
	return {
		"slots": [tell_slot(slot, job, loaded) for slot in slots],
		"reasons": [] if slots else tell_rules(explain(loaded.problem, job)),
	}


def limit(job: Job, first: date, last: date, part: tuple[int, int] | None) -> Job:
	"""Let it begin in the future, in the days and the part of a day that are asked for."""
	days = range((last - first).days + 1)
	whole = [(0, len(days) * DAY)]
	asked = [(day * DAY + part[0], day * DAY + part[1] - 1) for day in days] if part else whole
	return replace(begin_from_now_on(job, first, asked), planned=None)


def tell_slot(slot: Slot, job: Job, loaded: Loaded) -> dict:
	start = loaded.to_datetime(slot.start)
	before, after = loaded.visits.get(slot.before), loaded.visits.get(slot.after)
	return {
		"technicians": list(slot.technicians),
		"mntc_date": str(start.date()),
		"mntc_time": f"{start:%H:%M}",
		"planned_duration": int(job.duration * 60),
		"travel": round(slot.travel),
		"price": round(slot.price, 1),
		"after": after and after["customer_name"],
		"reason": get_reason(round(slot.travel), after, before, not (slot.after or slot.before)),
	}


def get_reason(travel: int, after: dict | None, before: dict | None, is_only: bool) -> str:
	"""Say what the slot costs and where it stands: "+12 min of travel, after Hôtel Belledonne".

	Of a neighbour that the user may not read nothing is said.
	"""
	parts = [_("+{0} min of travel").format(travel) if travel > 0 else _("no detour")]
	if after:
		parts.append(_("after {0}").format(after["customer_name"]))
	elif before:
		parts.append(_("before {0}").format(before["customer_name"]))
	elif is_only:
		parts.append(_("the only visit of the day"))
	return ", ".join(parts)
