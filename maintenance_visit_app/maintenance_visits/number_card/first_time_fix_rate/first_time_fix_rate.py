"""Number Card *First-Time-Fix Rate*."""

import frappe
from frappe.utils import add_days, getdate

from maintenance_visit_app.maintenance_visits.report.technician_performance.performed_visits import (
	ISSUES,
	get_performed_visits,
)
from maintenance_visit_app.maintenance_visits.report.visits import get_percentage

DAYS = 90


@frappe.whitelist()
def get_first_time_fix_rate(filters: str | list | dict | None = None) -> dict | str:
	"""Return what the card shows: First-Time Fix of the last 90 days, as the report Technician Performance defines it.

	Counted are the visits that the user may read, as frappe.get_list sees to. A dash where there is none.
	`filters` are Frappe's, and empty.
	"""
	period = frappe._dict(from_date=add_days(getdate(), -DAYS), to_date=getdate())
	issues = [visit for visit in get_performed_visits(period) if visit.is_issue]
	if not issues:
		return "–"
	return {
		"value": get_percentage(sum(visit.is_fixed for visit in issues), len(issues)),
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
