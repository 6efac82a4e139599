"""Weeks as the steps of a chart. A week is ISO's: it begins on a Monday, whose day and month are its name."""

import re
from collections import Counter
from datetime import date, timedelta

from frappe.utils import format_date
from frappe.utils.data import get_user_date_format

WEEK = timedelta(days=7)


def get_monday(day: date) -> date:
	return day - timedelta(days=day.weekday())


def get_mondays(first: date, last: date) -> list[date]:
	"""Return the Mondays of all weeks from the day `first` to the day `last`."""
	weeks = (get_monday(last) - get_monday(first)) // WEEK + 1
	return [get_monday(first) + number * WEEK for number in range(weeks)]


def get_labels(mondays: list[date]) -> list[str]:
	"""Return the dates in the user's format, without the year: a chart cuts long labels where it has many."""
	return format_without("yyyy", mondays)


def format_without(part: str, days: list[date]) -> list[str]:
	"""Return the days in the user's format without a part of it: yyyy or dd."""
	shown = re.sub(rf"{part}[-/. ]*", "", get_user_date_format()).strip("-/. ")
	return [format_date(day, shown) for day in days]


def count_by_week(days: list[tuple[date, str]]) -> Counter:
	"""Return {(Monday, kind): count} for days, each with what kind it is."""
	weeks = Counter()
	for (day, kind), count in Counter(days).items():
		weeks[get_monday(day), kind] += count
	return weeks


def get_stacked_bars(labels: list[str], datasets: list[tuple[str, list[int]]], colors: list[str]) -> dict:
	"""Return a chart for a report: a bar for each label, a layer for each (name, values)."""
	return {
		"type": "bar",
		"barOptions": {"stacked": 1},
		# Drawn anew within half a second, as when the filters change, Frappe's chart breaks over its own animation
		"disableEntryAnimation": 1,
		"colors": colors,
		"data": {
			"labels": labels,
			"datasets": [{"name": name, "values": values} for name, values in datasets],
		},
	}
