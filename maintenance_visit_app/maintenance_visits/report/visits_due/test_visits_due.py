"""What is due as of Monday 10 March 2025, worked out by hand.

| Due | Days overdue | What | Status |
|---|---|---|---|
| Mon 3 March | 7 | date of the hotel's schedule, no visit | Overdue without a Visit |
| Thu 6 March | 4 | Julie's visit to the bakery | Overdue |
| Fri 7 March | 3 | Karim's visit to the clinic, checked in | In Progress |
| Mon 10 March | 0 | date of the hotel's schedule, no visit | Without a Visit |
| Wed 12 March | 0 | visit of nobody yet to the hotel | Draft |
| Mon 17 March | 0 | Julie's visit for that date of the schedule | Planned |
| Mon 24 March | 0 | date of the hotel's schedule, no visit | Without a Visit |

In the chart, three are due earlier than this week: two overdue, one planned. This week one is planned and one
without a visit; in the week of 17 March one is planned, in that of 24 March one is without a visit.
"""

import frappe
from frappe.utils import format_date

from maintenance_visit_app.demo.documents import make_schedule
from maintenance_visit_app.demo.tables import SALES_TEAM
from maintenance_visit_app.maintenance_visits.mappers import from_maintenance_schedule, from_warranty_claim
from maintenance_visit_app.maintenance_visits.report.visits import UnknownStatusError
from maintenance_visit_app.maintenance_visits.report.visits_due.visits_due import execute
from maintenance_visit_app.records import has_doctype
from maintenance_visit_app.tests import (
	BAKERY,
	BOILER,
	CLINIC,
	HOTEL,
	JULIE,
	KARIM,
	SPLIT,
	do_work,
	end_work_of_the_demo,
	make_claim,
	make_other_company,
	make_visit,
)
from maintenance_visit_app.tests.reports import (
	SERVICE,
	ReportTestCase,
	export,
	get_layers,
	get_values,
	run,
)
from maintenance_visit_app.tests.test_statements import count_statements

REPORT = "Visits Due"
TECHNICIAN = "julie.perrin@example.com"
OVERDUE, WITHOUT, LATE = "Overdue", "Without a Visit", "Overdue without a Visit"


class DueTestCase(ReportTestCase):
	def setUp(self) -> None:
		super().setUp()
		end_work_of_the_demo()
		frozen = self.freeze_time("2025-03-10 12:00:00.250000")
		frozen.__enter__()
		self.addCleanup(frozen.__exit__, None, None, None)
		self.schedule = make_schedule(HOTEL, {BOILER: ("Weekly", 4, -14, JULIE)})
		self.visits = make_drafts(self.schedule)


def make_drafts(schedule) -> dict:
	visits = {
		"bakery": make_visit(BAKERY, {SERVICE: None}, JULIE, mntc_date="2025-03-06"),
		"clinic": make_visit(CLINIC, {SERVICE: None}, KARIM, mntc_date="2025-03-07"),
		"hotel": make_visit(HOTEL, {SPLIT: None}, None, mntc_date="2025-03-12"),
		"schedule": from_maintenance_schedule.make_maintenance_visit(
			schedule.name, item_name={"filtered_children": [schedule.schedules[2].name]}
		).update({"mntc_date": "2025-03-17"}),
	}
	visits["bakery"].maintenance_type = "Breakdown"
	visits["clinic"].append("time_logs", {"service_person": KARIM, "from_time": "2025-03-07 09:00:00"})
	return {name: visit.insert() for name, visit in visits.items()}


class TestVisitsDue(DueTestCase):
	def test_visits_and_dates_are_listed_by_day_with_how_late_they_are(self):
		rows = execute()[1]

		self.assertEqual(
			[(row.date.day, row.days_overdue, row.customer, row.technicians, row.status) for row in rows],
			[
				(3, 7, HOTEL, JULIE, LATE),
				(6, 4, BAKERY, JULIE, OVERDUE),
				(7, 3, CLINIC, KARIM, "In Progress"),
				(10, 0, HOTEL, JULIE, WITHOUT),
				(12, 0, HOTEL, "", "Draft"),
				(17, 0, HOTEL, JULIE, "Planned"),
				(24, 0, HOTEL, JULIE, WITHOUT),
			],
		)

	def test_row_leads_to_what_it_is_about(self):
		rows = execute()[1]

		self.assertEqual(
			(rows[1].maintenance_visit, rows[1].item_code), (self.visits["bakery"].name, SERVICE)
		)
		self.assertEqual(
			(rows[0].maintenance_schedule, rows[0].maintenance_visit), (self.schedule.name, None)
		)
		self.assertEqual(rows[5].maintenance_schedule, self.schedule.name)
		self.assertEqual([row.color for row in rows[:3]], ["red", "red", "purple"])

	def test_summary_counts_what_is_late_planned_and_not_planned(self):
		self.assertEqual(
			get_values(execute()[4]), {"Due": 7, "Overdue": 2, "Planned": 3, "Without a Visit": 3}
		)

	def test_chart_counts_by_week_what_is_coming_and_together_what_is_late(self):
		self.use_date_format("mm/dd/yyyy")

		chart = execute()[3]

		self.assertEqual(chart["data"]["labels"], ["Earlier", "03/10", "03/17", "03/24"])
		self.assertEqual(
			get_layers(chart),
			{"Overdue": [2, 0, 0, 0], "Planned": [1, 1, 1, 0], "Without a Visit": [0, 1, 0, 1]},
		)

	def test_date_that_a_visit_has_left_unfinished_is_due_again(self):
		with self.freeze_time("2025-03-17 18:00:00"):
			do_work(self.visits["schedule"].reload(), "Partially Completed").submit()

		self.assertIn((17, WITHOUT), [(row.date.day, row.status) for row in execute()[1]])

	def test_visit_is_overdue_before_the_daily_job_has_run(self):
		with self.freeze_time("2025-03-13 06:00:00"):
			rows = execute({"status": OVERDUE})[1]

		self.assertIn((12, 1, OVERDUE), [(row.date.day, row.days_overdue, row.status) for row in rows])
		self.assertEqual(self.visits["hotel"].get_db_value("status"), "Draft")

	def test_nothing_due_is_said(self):
		_columns, rows, message, chart, summary = execute({"until": "2025-03-02"})

		self.assertEqual(rows, [])
		self.assertEqual(message, f"Nothing is due until {format_date('2025-03-02')}.")
		self.assertEqual((chart["data"], get_values(summary)["Due"]), ({}, 0))


class TestClaims(DueTestCase):
	def setUp(self) -> None:
		super().setUp()
		self.claim = make_claim(HOTEL, complaint_date="2025-03-05", status="Open")

	def test_open_claim_without_a_visit_is_due_since_its_complaint(self):
		(row,) = get_rows_of(self.claim)

		self.assertEqual((row.date.day, row.days_overdue, row.status), (5, 5, LATE))
		self.assertEqual((row.customer, row.item_code, row.technicians), (HOTEL, BOILER, None))
		self.assertEqual(get_values(execute()[4])["Without a Visit"], 4)

	def test_claim_leaves_with_its_draft_and_comes_back_when_the_visit_left_it_unfinished(self):
		visit = from_warranty_claim.make_maintenance_visit(self.claim.name).insert()
		self.assertEqual(get_rows_of(self.claim), [])

		do_work(visit, "Partially Completed").submit()
		self.assertEqual(self.claim.reload().status, "Work In Progress")
		self.assertEqual(len(get_rows_of(self.claim)), 1)

	def test_closed_claim_is_not_due_and_filters_find_what_fits(self):
		for filters, number in (
			({"maintenance_type": "Breakdown"}, 1),
			({"maintenance_type": "Scheduled"}, 0),
			({"customer": CLINIC}, 0),
			({"sales_person": JULIE}, 0),
			({"status": WITHOUT}, 1),
			({"until": "2025-03-04"}, 0),
		):
			with self.subTest(filters):
				self.assertEqual(len(get_rows_of(self.claim, filters)), number)
		self.claim.db_set("status", "Closed")
		self.assertEqual(get_rows_of(self.claim), [])

	def test_who_may_see_one_customer_sees_no_claim_of_another(self):
		self.restrict(TECHNICIAN, "Customer", BAKERY)
		frappe.set_user(TECHNICIAN)

		self.assertEqual(get_rows_of(self.claim), [])


def get_rows_of(claim, filters: dict | None = None) -> list:
	return [row for row in execute(filters)[1] if row.warranty_claim == claim.name]


class TestFilters(DueTestCase):
	def test_each_filter_leaves_what_fits(self):
		for filters, days in (
			({"until": "2025-03-10"}, [3, 6, 7, 10]),
			({"customer": HOTEL}, [3, 10, 12, 17, 24]),
			({"sales_person": JULIE}, [3, 6, 10, 17, 24]),
			({"sales_person": KARIM}, [7]),
			({"sales_person": SALES_TEAM}, [3, 6, 7, 10, 17, 24]),
			({"maintenance_type": "Breakdown"}, [6]),
			({"maintenance_type": "Scheduled"}, [3, 10, 17, 24]),
			({"status": "Overdue"}, [3, 6]),
			({"status": "Planned"}, [17]),
			({"status": "Draft"}, [12]),
			({"status": "In Progress"}, [7]),
			({"status": "Without a Visit"}, [3, 10, 24]),
			({"company": "Nowhere"}, []),
		):
			with self.subTest(filters):
				self.assertEqual([row.date.day for row in execute(filters)[1]], days)

	def test_unknown_status_is_refused(self):
		with self.assert_throws(UnknownStatusError, "Lost", "In Progress"):
			execute({"status": "Lost"})

	def test_schedules_that_are_not_due_are_not_read(self):
		make_schedule(CLINIC, {SPLIT: ("Weekly", 3, 200, KARIM)})
		frappe.set_user(TECHNICIAN)

		statements = count_statements(lambda: execute({"customer": BAKERY}))

		self.assertFalse([s for s in statements if 'FROM "tabMaintenance Schedule"' in s.replace("`", '"')])


class TestPermissions(DueTestCase):
	def test_who_may_see_one_customer_sees_neither_visits_nor_dates_of_another(self):
		self.restrict(TECHNICIAN, "Customer", BAKERY)
		frappe.set_user(TECHNICIAN)

		result = run(REPORT)

		self.assertEqual([row.customer for row in result["result"]], [BAKERY])
		self.assertEqual(
			get_values(result["report_summary"]),
			{"Due": 1, "Overdue": 1, "Planned": 0, "Without a Visit": 0},
		)
		self.assertEqual(sum(map(sum, get_layers(result["chart"]).values())), 1)

	def test_who_may_see_one_company_sees_neither_visits_nor_dates_of_another(self):
		other = make_other_company()
		visit = make_visit(company=other, mntc_date="2025-03-20").insert()
		self.restrict(TECHNICIAN, "Company", other)
		frappe.set_user(TECHNICIAN)

		result = run(REPORT)

		self.assertEqual([row.maintenance_visit for row in result["result"]], [visit.name])
		self.assertEqual(get_values(result["report_summary"])["Due"], 1)

	def test_who_may_not_read_schedules_sees_visits_only(self):
		frappe.set_user("luc.fontaine@example.com")

		self.assertEqual([row.date.day for row in execute()[1]], [6, 7, 12, 17])


class TestExport(DueTestCase):
	def test_cells_are_plain_values(self):
		frappe.set_user(TECHNICIAN)

		head, _first, second, *_rest = export(REPORT)

		self.assertEqual(
			dict(zip(head, second, strict=True)),
			{
				"Date": format_date("2025-03-06"),
				"Days Overdue": 4,
				"Status": OVERDUE,
				"Customer": BAKERY,
				"Customer Name": BAKERY,
				"Item Code": SERVICE,
				"Rows": 1,
				"Technicians": JULIE,
				"Maintenance Visit": self.visits["bakery"].name,
				"Maintenance Schedule": None,
				**({"Warranty Claim": None} if has_doctype("Warranty Claim") else {}),
			},
		)


class TestStatements(DueTestCase):
	def test_many_visits_and_schedules_cost_what_few_do(self):
		execute()
		few = count_statements(execute)
		for customer in (CLINIC, BAKERY):
			make_schedule(customer, {SPLIT: ("Weekly", 3, 2, KARIM)})
			make_visit(customer, {SERVICE: None}, mntc_date="2025-03-20").insert()

		many = count_statements(execute)

		self.assertEqual(len(execute()[1]), 15)
		self.assertEqual(len(few), len(many), "\n".join(many))
		self.assertLessEqual(len(many), 6)
