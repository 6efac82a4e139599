"""What the site's own history tells: how long visits take, how fast technicians drive, where addresses are."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from statistics import median

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_days, today

from maintenance_visit_app.dispatch.routing.travel import Leg, Speed, learn
from maintenance_visit_app.maintenance_visits.drives import is_drive
from maintenance_visit_app.maintenance_visits.positions import read_position, write_position

YEARS = 2
FEWEST_VISITS = 3
# What is measured in a minute's work says nothing
SHORTEST, LONGEST = 0.1, 24
DURATIONS, SPEED = "maintenance_visits_durations", "maintenance_visits_speed"
KEPT_FOR = 6 * 3600
FEWEST_CHECK_INS = 2


def get_durations(visits: Iterable[dict]) -> dict[str, int]:
	"""Return {visit: minutes} of visits that nobody has planned a duration for: the median of what their items took.

	Where these were never serviced together, those of which it is known take as long as one after the other.
	"""
	learned = get_learned_durations()
	durations = {}
	for visit in visits:
		items = frozenset(row["item_code"] for row in visit["rows"] if row["item_code"])
		known = [items] if items in learned else [key for key in map(frozenset, zip(items)) if key in learned]
		if not visit["planned_duration"] and known:
			durations[visit["name"]] = sum(learned[key]["minutes"] for key in known)
	return durations


def get_learned_durations() -> dict[frozenset[str], dict]:
	"""Return {items of a visit: {minutes, visits}}, the median of at least three visits of the last two years."""
	stored = frappe.cache.get_value(DURATIONS, expires=True)
	if stored is None:
		stored = [[sorted(items), found] for items, found in learn_durations().items()]
		frappe.cache.set_value(DURATIONS, stored, expires_in_sec=KEPT_FOR)
	return {frozenset(items): found for items, found in stored}


def learn_durations() -> dict[frozenset[str], dict]:
	visit, row = DocType("Maintenance Visit"), DocType("Maintenance Visit Purpose")
	query = (
		frappe.qb.from_(visit)
		.join(row)
		.on((row.parent == visit.name) & (row.parenttype == "Maintenance Visit"))
		.select(visit.name, visit.working_hours, row.item_code)
		.where((visit.docstatus == 1) & (visit.mntc_date >= add_days(today(), -365 * YEARS)))
		.where(visit.working_hours[SHORTEST:LONGEST] & row.item_code.isnotnull())
	)
	items, hours = defaultdict(set), {}
	for name, working_hours, item_code in query.run():
		items[name].add(item_code)
		hours[name] = working_hours
	taken = defaultdict(list)
	for name, of_visit in items.items():
		taken[frozenset(of_visit)].append(hours[name] * 60)
	return {
		of_visit: {"minutes": round(median(minutes) / 5) * 5 or 5, "visits": len(minutes)}
		for of_visit, minutes in taken.items()
		if len(minutes) >= FEWEST_VISITS
	}


def get_speed() -> Speed:
	"""Return how fast the site's technicians drive, by their check-outs and next check-ins."""
	speed = frappe.cache.get_value(SPEED, expires=True)
	if speed is None:
		speed = vars(learn(get_legs()))
		frappe.cache.set_value(SPEED, speed, expires_in_sec=KEPT_FOR)
	return Speed(**speed)


def get_legs() -> list[Leg]:
	log = DocType("Maintenance Visit Time Log")
	query = (
		frappe.qb.from_(log)
		.select(log.service_person, log.from_time, log.to_time, log.check_in_position, log.check_out_position)
		.where((log.parenttype == "Maintenance Visit") & (log.from_time >= add_days(today(), -365)))
		.where(log.to_time.isnotnull() & log.check_in_position.isnotnull())
		.orderby(log.service_person, log.from_time)
	)
	logs = query.run(as_dict=True)
	pairs = pairwise(logs)
	return [leg for before, after in pairs if (leg := get_leg(before, after))]


def get_leg(before: dict, after: dict) -> Leg | None:
	origin = read_position(before.check_out_position or before.check_in_position)
	destination, on_the_way = read_position(after.check_in_position), after.from_time - before.to_time
	is_same_person = before.service_person == after.service_person
	if not (is_same_person and is_drive(on_the_way) and origin and destination):
		return None
	return origin, destination, on_the_way.total_seconds() / 60


def learn_positions() -> None:
	"""Give addresses the median position of the check-ins there, but those that somebody entered. Daily job."""
	found = defaultdict(list)
	for address, text in get_check_ins():
		if position := read_position(text):
			found[address].append(position)
	for address, positions in found.items():
		if len(positions) >= FEWEST_CHECK_INS:
			middle = tuple(median(values) for values in zip(*positions, strict=True))
			learned = {
				"service_position": write_position(middle),
				"service_position_check_ins": len(positions),
			}
			frappe.db.set_value("Address", address, learned, update_modified=False)


def get_check_ins() -> list[tuple[str, str]]:
	"""Return (address, position) of those that have no position yet, or one learned from fewer check-ins."""
	log, visit, address = (
		DocType(name) for name in ("Maintenance Visit Time Log", "Maintenance Visit", "Address")
	)
	is_open = address.service_position.isnull() | (address.service_position == "")
	is_open |= address.service_position_check_ins > 0
	query = (
		frappe.qb.from_(log)
		.join(visit)
		.on((log.parent == visit.name) & (log.parenttype == "Maintenance Visit"))
		.join(address)
		.on(address.name == visit.customer_address)
		.select(address.name, log.check_in_position)
		.where(is_open & log.check_in_position.isnotnull() & (visit.docstatus < 2))
	)
	return query.run()
