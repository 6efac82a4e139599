"""Where technicians checked in and out: kept as long as the settings say, as they are data of persons."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import add_days, create_batch, flt, today

from maintenance_visit_app import changes
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_number,
)
from maintenance_visit_app.maintenance_visits.positions import write_position

VISIT, TIME_LOG = "Maintenance Visit", "Maintenance Visit Time Log"
AT_ONCE = 1000


def format_position(latitude: float | None, longitude: float | None) -> str | None:
	"""Return the position as text; None where the settings keep none, or where there is none.

	Work doesn't wait for a device: what is no place on earth is told, not kept.
	"""
	if latitude is None or longitude is None or not get_number("ask_positions"):
		return None
	# Not the other way round: NaN is neither less nor more
	if abs(flt(latitude)) <= 90 and abs(flt(longitude)) <= 180:
		return write_position((flt(latitude), flt(longitude)))
	frappe.msgprint(
		_("The position is not kept: latitude {0} and longitude {1} are no place on earth.").format(
			latitude, longitude
		),
		title=_("Position"),
		indicator="orange",
	)
	return None


def forget_old_positions() -> None:
	"""Clear the positions that are older than the settings let them be. Daily job."""
	days = get_number("days_positions_kept")
	if not days:
		return
	log = DocType(TIME_LOG)
	is_there = (log.check_in_position != "") | (log.check_out_position != "")
	query = frappe.qb.from_(log).select(log.name, log.parent).where(log.parenttype == VISIT)
	found = query.where((log.from_time < add_days(today(), -days)) & is_there).run()
	for rows in create_batch(found, AT_ONCE):
		names = [name for name, _visit in rows]
		(
			frappe.qb.update(log)
			.set(log.check_in_position, None)
			.set(log.check_out_position, None)
			.where(log.name.isin(names))
			.run()
		)
		changes.note({visit for _name, visit in rows})
