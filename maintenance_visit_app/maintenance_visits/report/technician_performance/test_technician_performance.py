"""The figures are worked out by hand from the table in tests/reports.py.

| | Visits | Hours | Checked in, on time | Issues, fixed | Ratings |
|---|---|---|---|---|---|
| Julie | first, shared, follow_up: 3 | 2 + 1 + 0.5 = 3.5 | 3, 3: 09:10 is within 15 minutes; 16:00 on a day without time | first (recalled), shared (partly): 0 of 2 | (0.8 + 0.6 + 1) / 3 = 0.8 |
| Karim | recall, shared, helped, late_recall: 4 | 1.5 + 1 = 2.5 | 2, 1: 20 minutes are late, 15 are not | recall, shared (partly), late_recall: 2 of 3 | (0.6 + 0.4) / 2 = 0.5 |
| Luc | 0: no row names him | 0.5 | 1, 0: 40 minutes | | |
| All | 6 | 6.5 | 6, 4 | first, recall, shared, late_recall: 2 of 4 | 2.8 / 4 = 0.7 |
| January | first | | 1, 1 | 0 of 1 | |
| February | recall, shared, follow_up | | 3, 2 | 1 of 2 | |
| March | helped, late_recall | | 2, 1 | 1 of 1 | |
"""

import frappe

from maintenance_visit_app.demo.tables import SALES_TEAM
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_arrival_tolerance,
)
from maintenance_visit_app.maintenance_visits.report.technician_performance.technician_performance import (
	execute,
)
from maintenance_visit_app.maintenance_visits.report.visits import PeriodError
from maintenance_visit_app.tests import (
	BOILER,
	BOILER_SERIAL_NO,
	CLINIC,
	HOTEL,
	JULIE,
	KARIM,
	change_settings,
	make_other_company,
	make_visit,
)
from maintenance_visit_app.tests.reports import (
	LUC,
	MANAGER,
	QUARTER,
	ReportTestCase,
	as_hours,
	as_percent,
	export,
	finish,
	get_layers,
	get_values,
	make_quarter,
	run,
)
from maintenance_visit_app.tests.test_statements import count_statements

REPORT = "Technician Performance"


class TestFigures(ReportTestCase):
	def test_quarter_is_summed_up_for_each_technician(self):
		make_quarter()

		self.assertEqual(
			get_rows(QUARTER),
			{
				JULIE: row(
					visits=3, hours=3.5, arrivals=3, on_time=100, issues=2, fix=0, ratings=3, rating=0.8
				),
				KARIM: row(
					visits=4, hours=2.5, arrivals=2, on_time=50, issues=3, fix=66.67, ratings=2, rating=0.5
				),
				LUC: row(hours=0.5, arrivals=1, on_time=0),
			},
		)

	def test_visit_of_two_counts_once_in_the_total(self):
		make_quarter()

		*_rest, summary = execute(QUARTER)

		self.assertEqual(
			get_values(summary),
			{
				"Visits": 6,
				"Hours": as_hours(6.5),
				"On Time": as_percent(66.7),
				"First-Time Fix": as_percent(50),
				"Average Rating": 0.7,
			},
		)

	def test_chart_shows_the_shares_month_by_month(self):
		make_quarter()
		self.use_date_format("yyyy-mm-dd")

		chart = execute(QUARTER)[3]

		self.assertEqual(chart["data"]["labels"], ["2025-01", "2025-02", "2025-03"])
		self.assertEqual(get_layers(chart), {"First-Time Fix": [0, 50, 100], "On Time": [100, 66.67, 50]})

	def test_share_of_nothing_is_empty(self):
		finish(make_visit(maintenance_type="Scheduled"), "2025-01-14", "09:00:00")

		_columns, _rows, _message, chart, summary = execute(QUARTER)

		self.assertEqual(get_rows(QUARTER), {JULIE: row(visits=1)})
		self.assertEqual(get_values(summary)["First-Time Fix"], "–")
		self.assertEqual(chart["data"], {})

	def test_recall_after_the_period_counts_too(self):
		make_quarter()

		january = get_rows({"from_date": "2025-01-01", "to_date": "2025-01-31"})

		self.assertEqual(january[JULIE]["first_time_fix"], 0)

	def test_second_breakdown_of_a_day_is_a_recall_of_the_first(self):
		for technician, moment in ((KARIM, "14:00:00"), (JULIE, "09:00:00")):
			visit = make_visit(HOTEL, {BOILER: BOILER_SERIAL_NO}, technician, maintenance_type="Breakdown")
			finish(visit, "2025-01-14", moment)

		rows = get_rows(QUARTER)

		self.assertEqual((rows[JULIE]["first_time_fix"], rows[KARIM]["first_time_fix"]), (0, 100))

	def test_arrival_tolerance_is_a_setting(self):
		make_quarter()
		change_settings(arrival_tolerance=20)
		self.assertEqual(get_rows(QUARTER)[KARIM]["on_time"], 100)

		change_settings(arrival_tolerance=0)
		self.assertEqual(get_rows(QUARTER)[JULIE]["on_time"], 66.67)

	def test_settings_saved_before_there_was_a_tolerance_have_a_quarter_of_an_hour(self):
		change_settings(days_ahead=7)
		forget_tolerance()
		self.assertEqual(get_arrival_tolerance().total_seconds(), 15 * 60)

		change_settings(days_ahead=8)
		self.assertEqual(frappe.get_doc("Maintenance Visit Settings").arrival_tolerance, 15)


class TestFilters(ReportTestCase):
	def test_technician_is_shown_alone_with_what_the_filter_leaves(self):
		make_quarter()

		self.assertEqual(set(get_rows({**QUARTER, "technician": KARIM})), {KARIM})
		*_rest, summary = execute({**QUARTER, "technician": KARIM})
		self.assertEqual((get_values(summary)["Visits"], get_values(summary)["Hours"]), (4, as_hours(2.5)))

	def test_group_of_technicians_is_all_that_are_in_it(self):
		make_quarter()

		self.assertEqual(set(get_rows({**QUARTER, "technician": SALES_TEAM})), {JULIE, KARIM, LUC})

	def test_recall_of_another_customer_or_type_counts_under_any_filter(self):
		make_quarter()
		moved = make_visit(CLINIC, {BOILER: BOILER_SERIAL_NO}, KARIM, maintenance_type="Breakdown")
		finish(moved, "2025-03-20", "09:00:00")

		rows = get_rows({**QUARTER, "customer": HOTEL})

		# Of recall and late_recall, which the clinic's breakdown follows
		self.assertEqual(rows[KARIM]["first_time_fix"], 50)

	def test_period_that_ends_before_it_begins_is_refused(self):
		with self.assert_throws(PeriodError, "From Date is after To Date"):
			execute({"from_date": "2025-03-31", "to_date": "2025-01-01"})

	def test_without_filters_it_is_the_last_three_months(self):
		make_quarter()

		with self.freeze_time("2025-04-15 12:00:00"):
			# From 15 January on: without the first visit
			self.assertEqual(get_values(execute()[4])["Visits"], 5)

	def test_empty_report_says_so(self):
		_columns, rows, message, *_rest = execute({"from_date": "2001-01-01", "to_date": "2001-03-31"})

		self.assertEqual((rows, message), ([], "No submitted visit of this period fits the filters."))


class TestPermissions(ReportTestCase):
	def test_who_may_see_one_customer_sees_his_figures_only(self):
		make_quarter()
		self.restrict(MANAGER, "Customer", CLINIC)
		frappe.set_user(MANAGER)

		result = run(REPORT, **QUARTER)

		self.assertEqual(
			{row.pop("technician"): row for row in result["result"]},
			{
				JULIE: row(
					visits=2, hours=1.5, arrivals=2, on_time=100, issues=1, fix=0, ratings=2, rating=0.8
				),
				KARIM: row(visits=1, issues=1, fix=0, ratings=1, rating=0.6),
			},
		)
		self.assertEqual(get_values(result["report_summary"])["Hours"], as_hours(1.5))

	def test_who_may_see_one_company_sees_its_figures_only(self):
		make_quarter()
		other = make_other_company()
		finish(make_visit(company=other, maintenance_type="Scheduled"), "2025-03-18", "09:00:00")
		self.restrict(MANAGER, "Company", other)
		frappe.set_user(MANAGER)

		result = run(REPORT, **QUARTER)

		self.assertEqual([(row["technician"], row["visits"]) for row in result["result"]], [(JULIE, 1)])
		self.assertEqual(get_values(result["report_summary"])["Visits"], 1)

	def test_technicians_are_not_shown_each_other(self):
		frappe.set_user("julie.perrin@example.com")

		with self.assertRaises(frappe.PermissionError):
			run(REPORT, **QUARTER)


class TestExport(ReportTestCase):
	def test_cells_are_plain_values(self):
		make_quarter()
		frappe.set_user(MANAGER)

		head, *rows = export(REPORT, **QUARTER)

		self.assertEqual(
			head,
			[
				"Technician",
				"Visits",
				"Hours",
				"Checked In",
				"On Time",
				"Issues",
				"First-Time Fix",
				"Rated",
				"Rating",
			],
		)
		self.assertIn([JULIE, 3, 3.5, 3, 100, 2, 0, 3, 0.8], rows)
		self.assertIn([LUC, 0, 0.5, 1, 0, 0, None, 0, None], rows)


class TestStatements(ReportTestCase):
	def test_a_few_visits_cost_what_many_do(self):
		make_quarter()
		january = {"from_date": "2025-01-01", "to_date": "2025-01-31"}
		execute(QUARTER)

		few, many = (count_statements(lambda f=f: execute(f)) for f in (january, QUARTER))

		self.assertEqual(len(few), len(many), "\n".join(many))
		self.assertLessEqual(len(many), 3)


def get_rows(filters: dict) -> dict[str, dict]:
	return {values.pop("technician"): values for values in execute(filters)[1]}


def row(visits=0, hours=0, arrivals=0, on_time=None, issues=0, fix=None, ratings=0, rating=None) -> dict:
	return {
		"visits": visits,
		"hours": hours,
		"arrivals": arrivals,
		"on_time": on_time,
		"issues": issues,
		"first_time_fix": fix,
		"ratings": ratings,
		"rating": rating,
	}


def forget_tolerance() -> None:
	frappe.db.delete("Singles", {"doctype": "Maintenance Visit Settings", "field": "arrival_tolerance"})
	frappe.clear_document_cache("Maintenance Visit Settings", "Maintenance Visit Settings")
