"""Report *Technician Performance*: a row for each technician, of the submitted visits of a period.

| Figure | Definition |
|---|---|
| Visits | Visits with a row of that technician. A visit of two counts for each of them, and once in the total |
| Hours | Of the technician's Time Logs, also where no row names the technician |
| On Time | Of the visits with a check in: the first Check In was no later than Maintenance Date and Time plus the *Arrival Tolerance* of Maintenance Visit Settings, or on that day at the latest where there is no time |
| First-Time Fix | Of the Breakdown and Unscheduled visits that aren't a follow-up: fully completed, and no later Breakdown visit for one of their serial numbers within 30 days. Rows without a serial number can't be followed |
| Rating | The average of the visits that were rated |

A share of nothing is empty, not 0. The sources of the two that others define, too:

- First-time fix is "the resolution of a work order/customer issue on the first service visit", where a repeat visit
  can't be for the same issue (Aberdeen, in https://middlesexconsulting.com/the-importance-of-first-time-fix-rate).
  That a repeat visit is one for the same equipment within so many days is ServiceMax's
  (https://support.ptc.com/help/servicemaxcore/en/articles/core/target-records6.html).
- On-time arrival is judged by the first time on site, and not scored where nobody was there
  (https://support.umbrava.com/support/solutions/articles/70000676570-on-time-arrival-metric).
"""

from collections import defaultdict
from datetime import date

import frappe
from frappe import _
from frappe.utils import flt

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_arrival_tolerance,
)
from maintenance_visit_app.maintenance_visits.report import visits, weeks
from maintenance_visit_app.maintenance_visits.report.cards import get_card
from maintenance_visit_app.maintenance_visits.report.columns import get_column
from maintenance_visit_app.maintenance_visits.report.technician_performance.figures import Figures
from maintenance_visit_app.maintenance_visits.report.technician_performance.performed_visits import (
	Visit,
	get_performed_visits,
)


def execute(filters: dict | None = None) -> tuple:
	"""Return columns, rows, message, chart and summary of the visits that the user may read.

	`filters` may name from_date, to_date (the last three months where they don't), company, customer,
	customer_group, territory, maintenance_type and technician (a Sales Person, or a group of them).

	Raises PeriodError.
	"""
	filters = frappe._dict(filters or {})
	visits.set_period(filters)
	technicians, months = sum_up(get_performed_visits(filters), filters.technician)
	rows = [{"technician": person, **technicians[person].as_row()} for person in sorted(technicians)]
	return get_columns(), rows, get_message(rows), get_chart(months), get_summary(months)


def sum_up(performed: list[Visit], technician: str | None) -> tuple[dict[str, Figures], dict[date, Figures]]:
	"""Return the figures of each technician of the filter, and of each month what they did together."""
	wanted = set(visits.get_persons(technician)) if technician else None
	tolerance = get_arrival_tolerance()
	technicians, months = defaultdict(Figures), defaultdict(Figures)
	for visit in performed:
		people = visit.get_people() if wanted is None else visit.get_people() & wanted
		latest_arrival = visit.get_latest_arrival(tolerance)
		for person in people:
			technicians[person].add(visit, {person}, latest_arrival)
		months[visit.date.replace(day=1)].add(visit, people, latest_arrival)
	return technicians, months


def get_columns() -> list[dict]:
	return [
		get_column("technician", _("Technician"), "Link", 160, "Sales Person"),
		get_column("visits", _("Visits"), "Int", 80),
		get_column("hours", _("Hours"), "Float", 90),
		get_column("arrivals", _("Checked In"), "Int", 105),
		get_column("on_time", _("On Time"), "Percent", 100),
		get_column("issues", _("Issues", context="Technician Performance"), "Int", 100),
		get_column("first_time_fix", _("First-Time Fix"), "Percent", 140),
		get_column("ratings", _("Rated"), "Int", 100),
		get_column("rating", _("Rating"), "Rating", 130),
	]


def get_message(rows: list[dict]) -> str | None:
	return None if rows else _("No submitted visit of this period fits the filters.")


def get_chart(months: dict[date, Figures]) -> dict:
	"""Show the two shares month by month, without the months in which there is neither."""
	shown = {month: months[month] for month in sorted(months) if months[month].has_shares()}
	return {
		"type": "bar",
		"fieldtype": "Percent",
		"colors": ["blue", "green"],
		"data": {
			"labels": weeks.format_without("dd", list(shown)),
			# The longest name last: Frappe's charts leave each the same room
			"datasets": [
				{"name": _("On Time"), "values": [figures.on_time for figures in shown.values()]},
				{
					"name": _("First-Time Fix"),
					"values": [figures.first_time_fix for figures in shown.values()],
				},
			],
		}
		if shown
		else {},
	}


def get_summary(months: dict[date, Figures]) -> list[dict]:
	"""Count each visit once; each technician's arrival is one."""
	total = Figures()
	for figures in months.values():
		total.include(figures)
	return [
		get_card(_("Visits"), total.visits, "Int"),
		get_card(_("Hours"), flt(total.hours, 2), "Float"),
		get_card(_("On Time"), total.on_time, "Percent", "blue"),
		get_card(_("First-Time Fix"), total.first_time_fix, "Percent", "green"),
		get_card(_("Average Rating"), total.rating, "Rating"),
	]
