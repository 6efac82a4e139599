"""What the tests of reports share: the first quarter of 2025, on paper, and who may see how much of it.

| Visit | Date and time | Customer | Type | Technicians | Check in, hours | Completion | Rating |
|---|---|---|---|---|---|---|---|
| first | Tue 14 January 09:00 | Hotel, boiler | Breakdown | Julie | 09:10 2 h | Fully | 0.8 |
| recall | Thu 13 February 10:00 | Hotel, boiler | Breakdown | Karim | 10:20 1.5 h | Fully | |
| shared | Thu 20 February | Clinic | Unscheduled | Julie, Karim | Julie 16:00 1 h | Partially | 0.6 |
| follow_up | Mon 24 February 08:00 | Clinic, follow-up of that | Unscheduled | Julie | 08:00 0.5 h | Fully | 1 |
| helped | Tue 4 March 14:00 | Hotel, split | Scheduled | Karim | 14:15 1 h, Luc 14:40 0.5 h | Fully | 0.4 |
| late_recall | Sun 16 March 11:00 | Hotel, boiler | Breakdown | Karim | | Fully | |

The boiler of `first` breaks down again after 30 days, that of `recall` after 31.
"""

from contextlib import contextmanager
from datetime import datetime
from io import BytesIO

import frappe
from frappe.desk import query_report
from frappe.utils import format_date
from openpyxl import load_workbook

from maintenance_visit_app.demo.on_site import new_time_log
from maintenance_visit_app.maintenance_visits.mappers.follow_up import make_follow_up_visit
from maintenance_visit_app.tests import (
	BOILER,
	BOILER_SERIAL_NO,
	CLINIC,
	HOTEL,
	JULIE,
	KARIM,
	SPLIT,
	SPLIT_SERIAL_NO,
	VisitTestCase,
	do_work,
	make_visit,
)

LUC = "Luc Fontaine"
SERVICE = "ENT-CLIM"
QUARTER = {"from_date": "2025-01-01", "to_date": "2025-03-31"}
HOTELS_BOILER, HOTELS_SPLIT = {BOILER: BOILER_SERIAL_NO}, {SPLIT: SPLIT_SERIAL_NO}
# name: (customer, items, technician), and what finishes it
QUARTERS_VISITS = {
	"first": (
		(HOTEL, HOTELS_BOILER, JULIE),
		{
			"maintenance_type": "Breakdown",
			"day": "2025-01-14",
			"moment": "09:00:00",
			"logs": [(JULIE, "09:10:00", 2)],
			"rating": 0.8,
		},
	),
	"recall": (
		(HOTEL, HOTELS_BOILER, KARIM),
		{
			"maintenance_type": "Breakdown",
			"day": "2025-02-13",
			"moment": "10:00:00",
			"logs": [(KARIM, "10:20:00", 1.5)],
		},
	),
	"helped": (
		(HOTEL, HOTELS_SPLIT, KARIM),
		{
			"maintenance_type": "Scheduled",
			"day": "2025-03-04",
			"moment": "14:00:00",
			"logs": [(KARIM, "14:15:00", 1), (LUC, "14:40:00", 0.5)],
			"rating": 0.4,
		},
	),
	"late_recall": (
		(HOTEL, HOTELS_BOILER, KARIM),
		{"maintenance_type": "Breakdown", "day": "2025-03-16", "moment": "11:00:00"},
	),
}
MANAGER = "paul.mercier@example.com"


class ReportTestCase(VisitTestCase):
	"""Beside each report's tests."""

	def use_date_format(self, date_format: str) -> None:
		"""As a user's system has it."""
		self.addCleanup(setattr, frappe.local, "user_date_format", None)
		frappe.local.user_date_format = date_format


def make_quarter() -> dict:
	"""Submit the visits of the table above, and return them by name."""
	quarter = {
		name: finish(make_visit(*visit), **values) for name, (visit, values) in QUARTERS_VISITS.items()
	}
	quarter["shared"] = record_shared()
	quarter["follow_up"] = record_follow_up(quarter["shared"])
	return quarter


def record_shared():
	visit = make_visit(CLINIC, {SERVICE: None}, JULIE, maintenance_type="Unscheduled", rating=0.6)
	visit.append("purposes", {"item_code": SERVICE, "service_person": KARIM})
	return finish(visit, "2025-02-20", None, [(JULIE, "16:00:00", 1)], "Partially Completed")


def record_follow_up(visit):
	follow_up = make_follow_up_visit(visit.name)
	for row in follow_up.purposes:
		row.service_person = JULIE
	return finish(follow_up, "2025-02-24", "08:00:00", [(JULIE, "08:00:00", 0.5)], rating=1)


def finish(visit, day: str, moment: str | None, logs=(), completion_status="Fully Completed", **values):
	"""Submit a visit; `logs` are (technician, check in, hours)."""
	visit.update({"mntc_date": day, "mntc_time": moment, "time_logs": [], **values})
	for person, check_in, hours in logs:
		visit.append("time_logs", new_time_log(person, f"{day} {check_in}", hours))
	return do_work(visit, completion_status).insert().submit()


def get_values(summary: list[dict]) -> dict:
	return {card["label"]: card["value"] for card in summary}


def as_hours(hours: float) -> str:
	"""Return hours as a card tells them."""
	return frappe.format_value(hours, {"fieldtype": "Float", "precision": 2})


def as_percent(share: float) -> str:
	"""Return a share of a hundred as a card tells it."""
	return frappe.format_value(share, {"fieldtype": "Float", "precision": 1}) + "%"


def get_layers(chart: dict) -> dict:
	return {dataset["name"]: dataset["values"] for dataset in chart["data"]["datasets"]}


def run(report: str, **filters) -> dict:
	"""Run a report as Desk does, with what Frappe adds and takes away."""
	return query_report.run(report, filters)


def export(report: str, **filters) -> list[list]:
	"""Return the cells of the Excel file that Desk exports; dates as text, which Frappe 17 writes."""
	with form(report_name=report, filters=filters, file_format_type="Excel", visible_idx=[]):
		query_report.export_query()
		sheet = load_workbook(BytesIO(frappe.response["filecontent"])).active
	return [[as_text(cell.value) for cell in row] for row in sheet.iter_rows()]


def as_text(value: object) -> object:
	return format_date(value) if isinstance(value, datetime) else value


@contextmanager
def form(**arguments):
	before, frappe.local.form_dict = frappe.local.form_dict, frappe._dict(arguments)
	try:
		yield
	finally:
		frappe.local.form_dict = before
		frappe.local.response = frappe._dict(docs=[])
