"""The history that the demo adds to the tests' world: there is something to see in every card and chart."""

from collections import Counter

import frappe
import pytest
from frappe.utils import getdate, today

from maintenance_visit_app.demo import history_tables, make_demo_data, make_demo_history

VISIT, PURPOSE = "Maintenance Visit", "Maintenance Visit Purpose"
SETTINGS = "Maintenance Visit Settings"


@pytest.fixture(scope="module")
def visits():
	"""The visits of the history, forgotten after the tests."""
	make_demo_data()
	before = frappe.get_all(VISIT, pluck="name")
	make_demo_history()
	yield frappe.get_all(VISIT, {"name": ("not in", before)}, ["*"])
	frappe.db.rollback()
	frappe.clear_document_cache(SETTINGS, SETTINGS)


def test_every_row_of_the_tables_is_a_visit(visits):
	statuses = Counter(visit.status for visit in visits)

	assert statuses["Submitted"] == len(history_tables.VISITS)
	assert statuses["Planned"] + statuses["Draft"] == len(history_tables.PLANNED_VISITS)


def test_second_run_adds_nothing(visits):
	before = frappe.db.count(VISIT)
	make_demo_history()

	assert frappe.db.count(VISIT) == before


def test_nobody_works_at_the_weekend_but_for_today(visits):
	days = {getdate(visit.mntc_date) for visit in visits} - {getdate(today())}

	assert all(day.weekday() < 5 for day in days)


def test_there_is_something_to_report_of_everything(visits):
	done = [visit for visit in visits if visit.docstatus == 1]

	assert {visit.maintenance_type for visit in done} == {"Scheduled", "Unscheduled", "Breakdown"}
	assert {visit.billing_status for visit in done} == {"Billed", "To Bill", "Not Billable"}
	assert {visit.completion_status for visit in done} == {"Fully Completed", "Partially Completed"}
	assert all(visit.working_hours for visit in done)
	assert len({visit.rating for visit in done}) == 6
	assert sum(bool(visit.follow_up_of) for visit in visits) >= 5


def test_one_boiler_breaks_down_again_and_again(visits):
	breakdowns = {visit.name for visit in visits if visit.maintenance_type == "Breakdown"}
	rows = frappe.get_all(PURPOSE, {"parent": ("in", breakdowns)}, ["serial_no"])

	assert max(Counter(row.serial_no for row in rows).values()) >= 4


def test_parts_left_the_stores_and_invoices_have_prices(visits):
	names = [visit.name for visit in visits]
	issues = frappe.get_all("Stock Entry", {"maintenance_visit": ("in", names), "docstatus": 1})
	lines = frappe.get_all("Sales Invoice Item", {"maintenance_visit": ("in", names)}, ["amount"])

	assert len(issues) >= 5
	assert lines and all(line.amount > 0 for line in lines)
