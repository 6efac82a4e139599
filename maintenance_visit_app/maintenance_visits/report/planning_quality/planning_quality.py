"""Report *Planning Quality*: what was planned against what came of it, a row for each week and technician.

| Figure | Definition |
|---|---|
| Visits | Submitted visits at which the technician checked in |
| Late (Minutes) | The median of the first Check In less the planned Date and Time, of those planned with a time; less than 0 is early |
| Planned, Worked | Hours, of the visits with a Planned Duration only; of the Time Logs |
| Worked of Planned | Worked hours in percent of the planned ones |
| Travel | Hours from a Check Out to the next Check In of the same day, where that is no more than three hours |
| On Site | Hours at work in percent of those from the first Check In of a day to its last Check Out |
| Promises, Kept | Visits with a time, or with a *Not Before* or *Not After*; kept where the Check In was within these, and no later than the time plus the *Arrival Tolerance* of Maintenance Visit Settings |

A share of nothing is empty, not 0. A week is ISO's.
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
from maintenance_visit_app.maintenance_visits.report.planning_quality.figures import Figures
from maintenance_visit_app.maintenance_visits.report.planning_quality.stays import Stay, get_stays


def execute(filters: dict | None = None) -> tuple:
	"""Return columns, rows, message, chart and summary of the visits that the user may read.

	`filters` are those of *Technician Performance*. Raises PeriodError.
	"""
	filters = frappe._dict(filters or {})
	visits.set_period(filters)
	by_week = sum_up(get_stays(filters), filters.technician)
	rows = [
		{"week": week, "technician": person, **by_week[week, person].as_row()}
		for week, person in sorted(by_week)
	]
	return get_columns(), rows, get_message(rows), get_chart(by_week), get_summary(by_week)


def sum_up(stays: list[Stay], technician: str | None) -> dict[tuple[date, str], Figures]:
	"""Return {(Monday, technician): figures} of the technicians of the filter."""
	wanted = set(visits.get_persons(technician)) if technician else None
	tolerance = get_arrival_tolerance()
	figures = defaultdict(Figures)
	for stay in stays:
		if wanted is None or stay.technician in wanted:
			figures[weeks.get_monday(stay.date), stay.technician].add(stay, tolerance)
	return figures


def get_columns() -> list[dict]:
	return [
		get_column("week", _("Week From"), "Date", 110),
		get_column("technician", _("Technician"), "Link", 160, "Sales Person"),
		get_column("visits", _("Visits"), "Int", 80),
		get_column("late", _("Late (Minutes)"), "Int", 130),
		get_column("planned", _("Planned Hours"), "Float", 130),
		get_column("worked", _("Hours"), "Float", 90),
		get_column("of_planned", _("Worked of Planned"), "Percent", 150),
		get_column("travel", _("Travel Hours"), "Float", 110),
		get_column("on_site", _("On Site"), "Percent", 100),
		get_column("promises", _("Promises"), "Int", 100),
		get_column("kept", _("Promises Kept"), "Percent", 130),
	]


def get_message(rows: list[dict]) -> str | None:
	return None if rows else _("No submitted visit of this period with a check in fits the filters.")


def get_chart(by_week: dict[tuple[date, str], Figures]) -> dict:
	"""Show week by week how many promises were kept, and how much of the day was spent on site; without any, no bar."""
	totals = defaultdict(Figures)
	for (week, _person), figures in by_week.items():
		totals[week].include(figures)
	mondays = sorted(totals)
	return {
		"type": "bar",
		"fieldtype": "Percent",
		"colors": ["blue", "green"],
		"data": {
			"labels": weeks.get_labels(mondays),
			"datasets": [
				{"name": _("On Site"), "values": [totals[week].on_site or 0 for week in mondays]},
				{"name": _("Promises Kept"), "values": [totals[week].kept or 0 for week in mondays]},
			],
		}
		if mondays
		else {},
	}


def get_summary(by_week: dict[tuple[date, str], Figures]) -> list[dict]:
	total = Figures()
	for figures in by_week.values():
		total.include(figures)
	return [
		get_card(_("Late (Minutes)"), total.late, "Int"),
		get_card(_("Worked of Planned"), total.of_planned, "Percent"),
		get_card(_("Travel Hours"), flt(total.travel, 2), "Float"),
		get_card(_("On Site"), total.on_site, "Percent", "blue"),
		get_card(_("Promises Kept"), total.kept, "Percent", "green"),
	]
