"""Number Card *First-Time-Fix Rate*."""

from datetime import date

import frappe
from frappe.utils import add_days, getdate
from frappe.utils.caching import redis_cache

from maintenance_visit_app.maintenance_visits.report.technician_performance.performed_visits import (
	ISSUES,
	get_performed_visits,
)
from maintenance_visit_app.maintenance_visits.report.visits import get_percentage

DAYS = 90
# A hundred thousand visits take a second, and a workspace is opened often
SECONDS_KEPT = 60 * 60


@frappe.whitelist()
def get_first_time_fix_rate(filters: str | list | dict | None = None) -> dict | str:
	"""Return what the card shows: First-Time Fix of the last 90 days, as the report Technician Performance defines it.

	Counted are the visits that the user may read, as frappe.get_list sees to, once an hour. A dash where there is none.
	`filters` are Frappe's, and empty.
	"""
	period = frappe._dict(from_date=add_days(getdate(), -DAYS), to_date=getdate())
	frappe.has_permission("Maintenance Visit", throw=True)
	rate = get_rate(frappe.session.user, period.from_date, period.to_date)
	if rate is None:
		return "–"
	return {
		"value": rate,
		"fieldtype": "Percent",
		"precision": 1,
		"route": ["List", "Maintenance Visit", "List"],
		"route_options": {
			"docstatus": 1,
			"maintenance_type": ("in", ISSUES),
			"follow_up_of": ("is", "not set"),
			"mntc_date": ("between", [period.from_date, period.to_date]),
		},
	}


@redis_cache(ttl=SECONDS_KEPT)
def get_rate(user: str, from_date: date, to_date: date) -> float | None:
	"""Return the share of what the session's user may read; `user` keeps it apart from what others may."""
	performed = get_performed_visits(frappe._dict(from_date=from_date, to_date=to_date))
	issues = [visit for visit in performed if visit.is_issue]
	return get_percentage(sum(visit.is_fixed for visit in issues), len(issues))
