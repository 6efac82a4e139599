"""Symptom: notifications of the event *Days Before* or *Days After* find no document by a field that is a date.

Cause: they ask for dates from midnight on; SQLite compares texts, and `2026-11-24` comes before
`2026-11-24 00:00:00.000000`.
Remedy: ask from the day on, which comes before each of its hours as well.
"""

from . import Edit

EDITS = [
	Edit(
		"frappe/email/doctype/notification/notification.py",
		'reference_date_start = reference_date + " 00:00:00.000000"',
		"reference_date_start = reference_date",
	)
]
