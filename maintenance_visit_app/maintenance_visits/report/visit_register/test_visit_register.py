"""The figures are worked out by hand from the table in tests/reports.py.

Six visits: first, recall, shared, follow_up, helped, late_recall. Hours: 2 + 1.5 + 1 + 0.5 + (1 + 0.5) + 0 = 6.5.
Fully completed: all but the shared one, 5 of 6 = 83.33 %. Rating: (0.8 + 0.6 + 1 + 0.4) / 4 = 0.7.
Rows: one each, but two of the shared visit and two of its follow-up: 8.

| Week of Monday | Scheduled | Unscheduled | Breakdown |
|---|---|---|---|
| 13 January | | | first (Tue 14) |
| 10 February | | | recall (Thu 13) |
| 17 February | | shared (Thu 20) | |
| 24 February | | follow_up (Mon 24) | |
| 3 March | helped (Tue 4) | | |
| 10 March | | | late_recall (Sun 16) |
"""

from datetime import date

import frappe
from frappe.utils import format_date

from maintenance_visit_app.demo.tables import SALES_TEAM
from maintenance_visit_app.maintenance_visits.report.visit_register.visit_register import execute
from maintenance_visit_app.maintenance_visits.report.visits import PeriodError, UnknownStatusError
from maintenance_visit_app.tests import (
	BAKERY,
	BOILER,
	BOILER_SERIAL_NO,
	CLINIC,
	HOTEL,
	JULIE,
	KARIM,
	SPLIT,
	make_other_company,
	make_visit,
)
from maintenance_visit_app.tests.reports import (
	LUC,
	QUARTER,
	SERVICE,
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

REPORT = "Visit Register"
TECHNICIAN = "julie.perrin@example.com"


class TestRegister(ReportTestCase):
	def test_visit_is_a_row_with_who_came_for_what(self):
		quarter = make_quarter()

		rows = {row.name: row for row in execute(QUARTER)[1]}

		self.assertEqual(list(rows), [quarter[name].name for name in IN_ORDER])
		self.assertEqual(
			rows[quarter["shared"].name],
			{
				"name": quarter["shared"].name,
				"mntc_date": date(2025, 2, 20),
				"customer": CLINIC,
				"customer_name": CLINIC,
				"maintenance_type": "Unscheduled",
				"status": "Submitted",
				"completion_status": "Partially Completed",
				"technicians": f"{JULIE}, {KARIM}",
				"items_text": SERVICE,
				"number_of_rows": 2,
				"working_hours": 1,
				"rating": 0.6,
				"billing_status": quarter["shared"].billing_status,
				"follow_up_of": None,
			},
		)
		self.assertEqual(rows[quarter["follow_up"].name].follow_up_of, quarter["shared"].name)
		self.assertIsNone(rows[quarter["recall"].name].rating)

	def test_summary_counts_visits_hours_completion_and_rating(self):
		make_quarter()

		*_rest, summary = execute(QUARTER)

		self.assertEqual(
			get_values(summary),
			{"Visits": 6, "Hours": as_hours(6.5), "Fully Completed": as_percent(83.3), "Average Rating": 0.7},
		)

	def test_chart_counts_visits_by_week_and_type(self):
		make_quarter()
		self.use_date_format("dd-mm-yyyy")

		chart = execute({"from_date": "2025-01-19", "to_date": "2025-03-16"})[3]

		self.assertEqual(
			chart["data"]["labels"],
			["13-01", "20-01", "27-01", "03-02", "10-02", "17-02", "24-02", "03-03", "10-03"],
		)
		# The first visit is of Tuesday 14 January: before the period
		self.assertEqual(
			get_layers(chart),
			{
				"Scheduled": [0, 0, 0, 0, 0, 0, 0, 1, 0],
				"Unscheduled": [0, 0, 0, 0, 0, 1, 1, 0, 0],
				"Breakdown": [0, 0, 0, 0, 1, 0, 0, 0, 1],
			},
		)

	def test_total_row_sums_rows_and_hours_and_nothing_else(self):
		make_quarter()

		result = run(REPORT, **QUARTER)
		total = dict(
			zip((column["fieldname"] for column in result["columns"]), result["result"][-1], strict=True)
		)

		self.assertEqual(
			{name for name, value in total.items() if value}, {"number_of_rows", "working_hours"}
		)
		self.assertEqual((total["number_of_rows"], total["working_hours"]), (8, 6.5))

	def test_words_are_the_users(self):
		make_quarter()
		frappe.local.lang = "fr"
		self.addCleanup(setattr, frappe.local, "lang", "en")

		rows = execute(QUARTER)[1]

		self.assertEqual({row.status for row in rows}, {frappe._("Submitted", context="Maintenance Visit")})


class TestFilters(ReportTestCase):
	def setUp(self) -> None:
		super().setUp()
		self.quarter = make_quarter()

	def test_each_filter_leaves_what_fits(self):
		for filters, expected in (
			({"customer": CLINIC}, ["shared", "follow_up"]),
			({"customer_group": "Hôtellerie"}, ["first", "recall", "helped", "late_recall"]),
			({"maintenance_type": "Scheduled"}, ["helped"]),
			({"completion_status": "Partially Completed"}, ["shared"]),
			({"billing_status": "Billed"}, []),
			({"technician": JULIE}, ["first", "shared", "follow_up"]),
			({"technician": SALES_TEAM}, IN_ORDER),
			# He helped, but no row names him
			({"technician": LUC}, []),
			({"item_code": SPLIT}, ["helped"]),
			({"serial_no": BOILER_SERIAL_NO}, ["first", "recall", "late_recall"]),
			({"technician": KARIM, "item_code": BOILER}, ["recall", "late_recall"]),
			({"company": "Nowhere"}, []),
			({"from_date": "2025-02-20", "to_date": "2025-02-24"}, ["shared", "follow_up"]),
		):
			with self.subTest(filters):
				self.assertEqual(self.get_names(**filters), expected)

	def test_group_stands_for_all_that_are_in_it(self):
		for doctype in ("Customer Group", "Territory"):
			root = frappe.db.get_value(doctype, {"is_group": 1}, order_by="lft asc")
			self.assertEqual(self.get_names(**{frappe.scrub(doctype): root}), IN_ORDER)

	def test_visit_found_by_one_technician_names_both(self):
		rows = execute({**QUARTER, "technician": KARIM, "customer": CLINIC})[1]

		self.assertEqual([row.technicians for row in rows], [f"{JULIE}, {KARIM}"])

	def test_status_finds_drafts_too(self):
		draft = make_visit(BAKERY, {SERVICE: None}, mntc_date="2025-03-10").insert()
		cancelled = finish(make_visit(BAKERY, {SERVICE: None}), "2025-03-11", None)
		cancelled.cancel()

		for status, expected in (
			("Overdue", {draft.name}),
			("Planned", set()),
			("All but Cancelled", {draft.name, *(visit.name for visit in self.quarter.values())}),
		):
			with self.subTest(status):
				rows = execute({**QUARTER, "status": status})[1]
				self.assertEqual({row.name for row in rows}, expected)

	def test_drafts_have_no_share_that_is_completed(self):
		make_visit(BAKERY, {SERVICE: None}, mntc_date="2025-03-10").insert()

		*_rest, summary = execute({**QUARTER, "status": "Overdue"})

		self.assertEqual(
			get_values(summary),
			{"Visits": 1, "Hours": as_hours(0), "Fully Completed": "–", "Average Rating": "–"},
		)

	def test_what_is_no_status_or_no_period_is_refused(self):
		with self.assert_throws(UnknownStatusError, "Lost", "All but Cancelled"):
			execute({**QUARTER, "status": "Lost"})
		with self.assert_throws(PeriodError, "From Date is after To Date"):
			execute({"from_date": "2025-03-31", "to_date": "2025-01-01"})
		with self.assert_throws(frappe.ValidationError, "someday"):
			execute({"from_date": "someday"})

	def test_without_filters_it_has_the_submitted_visits_of_three_months(self):
		with self.freeze_time("2025-04-15 12:00:00"):
			self.assertEqual([row.name for row in execute()[1]], self.names(IN_ORDER[1:]))

	def test_empty_register_says_so_and_has_no_chart(self):
		_columns, rows, message, chart, summary = execute({**QUARTER, "customer": BAKERY})

		self.assertEqual((rows, message), ([], "No visit of this period fits the filters."))
		self.assertEqual((chart["data"], get_values(summary)["Visits"]), ({}, 0))

	def get_names(self, **filters) -> list[str]:
		names = {visit.name: name for name, visit in self.quarter.items()}
		return [names[row.name] for row in execute({**QUARTER, **filters})[1]]

	def names(self, order: list[str]) -> list[str]:
		return [self.quarter[name].name for name in order]


class TestPermissions(ReportTestCase):
	def test_who_may_see_one_customer_sees_his_visits_only(self):
		quarter = make_quarter()
		self.restrict(TECHNICIAN, "Customer", CLINIC)
		frappe.set_user(TECHNICIAN)

		result = run(REPORT, **QUARTER)

		*rows, _total = result["result"]
		self.assertEqual([row.name for row in rows], [quarter["shared"].name, quarter["follow_up"].name])
		self.assertEqual(get_values(result["report_summary"])["Hours"], as_hours(1.5))
		self.assertEqual(sum(map(sum, get_layers(result["chart"]).values())), 2)

	def test_who_may_see_one_company_sees_its_visits_only(self):
		make_quarter()
		other = make_other_company()
		visit = finish(make_visit(company=other), "2025-03-18", "09:00:00")
		self.restrict(TECHNICIAN, "Company", other)
		frappe.set_user(TECHNICIAN)

		result = run(REPORT, **QUARTER)

		self.assertEqual([row.name for row in result["result"][:-1]], [visit.name])
		self.assertEqual(get_values(result["report_summary"])["Visits"], 1)

	def test_who_may_see_no_visit_has_no_register(self):
		frappe.set_user("Guest")

		with self.assertRaises(frappe.PermissionError):
			execute(QUARTER)


class TestExport(ReportTestCase):
	def test_cells_are_plain_values(self):
		quarter = make_quarter()
		frappe.set_user(TECHNICIAN)

		head, first, *_rest = export(REPORT, **QUARTER)

		self.assertEqual(
			dict(zip(head, first, strict=True)),
			{
				"Date": format_date("2025-01-14"),
				"Maintenance Visit": quarter["first"].name,
				"Customer": HOTEL,
				"Customer Name": HOTEL,
				"Maintenance Type": "Breakdown",
				"Status": "Submitted",
				"Completion Status": "Fully Completed",
				"Technicians": JULIE,
				"Items": BOILER,
				"Rows": 1,
				"Working Hours": 2,
				"Rating": 0.8,
				"Billing Status": quarter["first"].billing_status,
				"Follow-up Of": None,
			},
		)


class TestStatements(ReportTestCase):
	def test_a_few_visits_cost_what_many_do(self):
		make_quarter()
		execute(QUARTER)
		for filters in ({}, {"technician": KARIM}):
			week, quarter = {"from_date": "2025-02-10", "to_date": "2025-02-16"}, QUARTER

			few, many = (
				count_statements(lambda p=period, f=filters: execute({**p, **f}))
				for period in (week, quarter)
			)

			self.assertEqual(len(few), len(many), "\n".join(many))
			self.assertLessEqual(len(many), 5)


IN_ORDER = ["first", "recall", "shared", "follow_up", "helped", "late_recall"]
