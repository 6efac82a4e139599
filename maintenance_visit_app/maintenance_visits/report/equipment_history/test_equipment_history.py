from datetime import date

import frappe
from frappe.desk.query_report import run

from maintenance_visit_app.demo.records import get_root
from maintenance_visit_app.demo.tables import COMPANY
from maintenance_visit_app.maintenance_visits.report.equipment_history.equipment_history import execute
from maintenance_visit_app.maintenance_visits.report.visits import PeriodError
from maintenance_visit_app.tests import (
	BAKERY,
	BOILER,
	BOILER_SERIAL_NO,
	CLINIC,
	HOTEL,
	JULIE,
	SPLIT,
	SPLIT_SERIAL_NO,
	VisitTestCase,
	do_work,
	make_other_company,
	make_visit,
)
from maintenance_visit_app.tests.done_visits import (
	export,
	make_done_visit,
	new_gaskets,
)
from maintenance_visit_app.tests.parts import GASKET, TECHNICIAN
from maintenance_visit_app.tests.test_statements import count_statements

REPORT = "Equipment History"
YEAR = {"from_date": "2025-01-01", "to_date": "2025-12-31"}
MANAGER = "claire.dubois@example.com"
BOTH = {BOILER: BOILER_SERIAL_NO, SPLIT: SPLIT_SERIAL_NO}
BREAKDOWN = {"maintenance_type": "Breakdown"}


def make_history() -> frappe._dict:
	"""Let a boiler and a split of the hotel, and a split of the bakery that has no number, break down.

	day     visit                              boiler h   split h   bakery h
	30 Dec  breakdown before the year                 -         -          -
	 4 Jan  follows it up, 0.75 h                  0.75         -          -
	 3 Feb  scheduled, 2 h                         2            -          -
	10 Mar  breakdown A, 3 h, 3 gaskets            1.5        1.5          -     1.5 gaskets each
	12 Mar  follows up A, 1 h                      1            -          -
	14 Mar  follows up the follow-up, 0.5 h        0.5          -          -
	 1 Apr  breakdown, 1 h                            -         -          1
	11 Apr  breakdown, 2 h                            -         -          2
	 9 May  breakdown B, 2.5 h, split pending      2.5          0          -
	18 Jul  breakdown C, 1 h                       1            -          -
	                                               ----       ---          -
	                                               9.25       1.5          3

	Boiler: 3 breakdowns; 60 days from A to B and 70 to C: MTBF 130 / 2 = 65. Repairs took 1.5 + 1 + 0.5 for A, 2.5
	for B and 1 for C: MTTR 6.5 / 3 = 2.17. Split: A and B, MTBF 60 / 1 = 60, MTTR 1.5 / 2 = 0.75. Bakery: MTTR 3 / 2.
	"""
	before = make_done_visit("2024-12-30", **BREAKDOWN)
	make_done_visit("2025-01-04", hours=0.75, follow_up_of=before.name, **BREAKDOWN)
	make_done_visit("2025-02-03", hours=2, maintenance_type="Scheduled")
	first = make_done_visit("2025-03-10", BOTH, 3, parts=[new_gaskets(3)], **BREAKDOWN)
	second = make_done_visit("2025-03-12", hours=1, follow_up_of=first.name, **BREAKDOWN)
	make_done_visit("2025-03-14", hours=0.5, follow_up_of=second.name, **BREAKDOWN)
	make_done_visit("2025-04-01", {SPLIT: None}, 1, BAKERY, **BREAKDOWN)
	make_done_visit("2025-04-11", {SPLIT: None}, 2, BAKERY, **BREAKDOWN)
	make_done_visit("2025-05-09", BOTH, 2.5, pending=(SPLIT,), **BREAKDOWN)
	make_done_visit("2025-07-18", hours=1, **BREAKDOWN)
	do_work(make_visit(mntc_date="2025-06-01", **BREAKDOWN)).insert()
	make_done_visit("2025-06-02", **BREAKDOWN).cancel()
	return first


def get_rows(**filters) -> dict[str, dict]:
	return {row.get("serial_no") or row["customer"]: row for row in execute({**YEAR, **filters})[1]}


def get_summary(**filters) -> list:
	return [figure["value"] for figure in execute({**YEAR, **filters})[4]]


def show(value: float, decimals: int) -> str:
	return frappe.format_value(value, {"fieldtype": "Float", "precision": decimals})


class TestEquipmentHistory(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		self.breakdown = make_history()

	def test_breakdowns_hours_and_mean_times_are_those_of_the_paper(self):
		boiler, split = get_rows()[BOILER_SERIAL_NO], get_rows()[SPLIT_SERIAL_NO]

		self.assert_row(boiler, visits=7, breakdowns=3, hours=9.25, mtbf=65, mttr=2.17, parts_qty=1.5)
		self.assert_row(boiler, item_code=BOILER, customer=HOTEL, last_visit=date(2025, 7, 18))
		self.assert_row(split, visits=2, breakdowns=2, hours=1.5, mtbf=60, mttr=0.75)
		self.assert_row(split, parts=f"1.5 × {GASKET}", last_visit=date(2025, 5, 9))

	def test_what_has_no_serial_number_is_one_row_for_customer_and_item_without_mtbf(self):
		self.assert_row(
			get_rows()[BAKERY],
			serial_no=None,
			item_code=SPLIT,
			visits=2,
			breakdowns=2,
			hours=3,
			mtbf=None,
			mttr=1.5,
		)

	def test_a_period_with_one_breakdown_has_no_mtbf_and_one_with_none_no_mttr(self):
		first = get_rows(to_date="2025-03-31")[BOILER_SERIAL_NO]
		none = get_rows(to_date="2025-02-28")[BOILER_SERIAL_NO]

		self.assert_row(first, breakdowns=1, mtbf=None, mttr=3)
		self.assert_row(none, breakdowns=0, visits=2, mtbf=None, mttr=None)

	def test_hours_of_a_follow_up_count_for_the_breakdown_of_the_same_equipment_only(self):
		make_done_visit("2025-08-01", BOTH, 2, **BREAKDOWN)
		other = make_done_visit("2025-08-10", hours=1, **BREAKDOWN)
		make_done_visit("2025-08-11", {SPLIT: SPLIT_SERIAL_NO}, 5, follow_up_of=other.name, **BREAKDOWN)

		# The split: 1.5 h as before and 1 h of its share on 1 August, for three breakdowns
		self.assert_row(get_rows()[SPLIT_SERIAL_NO], breakdowns=3, hours=7.5, mttr=0.83)

	def test_shares_add_up_to_the_whole(self):
		rows = {BOILER: BOILER_SERIAL_NO, SPLIT: SPLIT_SERIAL_NO, "PAC-16": "PAC16-2022-0031"}
		make_done_visit("2025-09-01", rows, 1, parts=[new_gaskets(1)])

		shown = execute({"from_date": "2025-09-01", "to_date": "2025-09-30"})[1]

		self.assertEqual(sorted(row["hours"] for row in shown), [0.33, 0.33, 0.34])
		self.assertEqual(sorted(row["parts_qty"] for row in shown), [0.333, 0.333, 0.334])

	def test_summary_is_of_all_and_the_chart_of_items(self):
		# 130 + 60 days for 2 + 1 intervals; 6.5 + 1.5 + 3 hours for 3 + 2 + 2 breakdowns
		self.assertEqual(get_summary(), [9, 7, show(63.3, 1), show(1.57, 2)])
		data = execute(YEAR)[3]["data"]
		self.assertEqual((data["labels"], data["datasets"][0]["values"]), ([SPLIT, BOILER], [4, 3]))

	def test_rows_say_until_when_a_number_is_covered_to_those_who_may_read_it(self):
		frappe.db.set_value("Serial No", BOILER_SERIAL_NO, "warranty_expiry_date", "2026-06-30")
		self.assert_row(get_rows()[BOILER_SERIAL_NO], warranty_expiry_date=date(2026, 6, 30))

		frappe.set_user("luc.fontaine@example.com")
		may = frappe.has_permission("Serial No", "read")
		shown = get_rows()[BOILER_SERIAL_NO]["warranty_expiry_date"]
		self.assertEqual(shown, date(2026, 6, 30) if may else None)

	def assert_row(self, row: dict, **expected) -> None:
		self.assertEqual({key: row[key] for key in expected}, expected)


class TestOneSerialNumber(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		self.breakdown = make_history()

	def test_its_visits_are_told_the_latest_first(self):
		columns, rows, _message, _chart, _summary = execute({**YEAR, "serial_no": SPLIT_SERIAL_NO})

		self.assertEqual(columns[0]["fieldname"], "mntc_date")
		self.assertEqual([str(row["mntc_date"]) for row in rows], ["2025-05-09", "2025-03-10"])
		pending, worked = rows
		self.assertEqual((pending["hours"], pending["completion_status"]), (0, "Pending"))
		self.assertEqual((worked["visit"], worked["hours"]), (self.breakdown.name, 1.5))
		self.assertEqual((worked["service_person"], worked["maintenance_type"]), (JULIE, "Breakdown"))
		self.assertEqual((worked["work_done"], worked["parts"]), ("Burner cleaned.", f"1.5 × {GASKET}"))

	def test_a_follow_up_says_what_it_follows_up(self):
		rows = execute({**YEAR, "serial_no": BOILER_SERIAL_NO})[1]

		followed = {str(row["mntc_date"]): row["follow_up_of"] for row in rows}
		self.assertEqual((followed["2025-03-10"], followed["2025-03-12"]), (None, self.breakdown.name))

	def test_a_complaint_is_plain_text_in_one_line(self):
		complaint = "<div><p>Leaks <b>badly</b></p>\n<p>since Monday</p></div>"
		frappe.db.set_value(
			"Maintenance Visit Purpose", self.breakdown.purposes[0].name, "complaint", complaint
		)

		rows = execute({**YEAR, "serial_no": BOILER_SERIAL_NO})[1]

		told = {row["visit"]: row["complaint"] for row in rows}
		self.assertEqual(told[self.breakdown.name], "Leaks badly since Monday")

	def test_the_summary_is_its_own(self):
		self.assertEqual(get_summary(serial_no=BOILER_SERIAL_NO), [7, 3, show(65, 1), show(2.17, 2)])

	def test_an_unknown_number_has_no_visits(self):
		_columns, rows, _message, _chart, summary = execute({**YEAR, "serial_no": "CH35-1999-0001"})

		self.assertEqual(rows, [])
		self.assertEqual([figure["value"] for figure in summary], [0, 0, "–", "–"])


class TestFilters(VisitTestCase):
	def test_rows_can_be_narrowed_down(self):
		make_history()

		self.assertEqual(set(get_rows(customer=BAKERY)), {BAKERY})
		self.assertEqual(set(get_rows(territory="Grésivaudan")), {BAKERY})
		self.assertEqual(set(get_rows(item_code=SPLIT)), {SPLIT_SERIAL_NO, BAKERY})
		self.assertEqual(get_rows(item_code=SPLIT)[SPLIT_SERIAL_NO]["hours"], 1.5)
		self.assertEqual(get_rows(territory=get_root("Territory")), get_rows())
		self.assertEqual(set(get_rows(company=make_other_company())), set())

	def test_without_filters_it_is_the_last_twelve_months(self):
		make_done_visit(str(frappe.utils.add_months(frappe.utils.today(), -11)), hours=1, **BREAKDOWN)

		_columns, rows, _message, chart, _summary = execute()

		self.assertIn(BOILER_SERIAL_NO, [row["serial_no"] for row in rows])
		self.assertIn(BOILER, chart["data"]["labels"])

	def test_a_period_that_ends_before_it_begins_is_refused(self):
		with self.assert_throws(PeriodError, "From Date is after To Date"):
			execute({"from_date": "2025-12-31", "to_date": "2025-01-01"})

	def test_where_nothing_happened_there_is_nothing_and_no_chart(self):
		_columns, rows, _message, chart, summary = execute(
			{"from_date": "2001-01-01", "to_date": "2001-12-31"}
		)

		self.assertEqual((rows, chart["data"]), ([], {}))
		self.assertEqual([figure["value"] for figure in summary], [0, 0, "–", "–"])


class TestPermissions(VisitTestCase):
	def test_who_is_restricted_to_a_customer_sees_no_figure_of_another(self):
		make_history()
		self.restrict(TECHNICIAN, "Customer", BAKERY)
		frappe.set_user(TECHNICIAN)

		self.assertEqual(set(get_rows()), {BAKERY})
		self.assertEqual(get_summary(), [2, 2, "–", show(1.5, 2)])
		self.assertEqual(execute(YEAR)[3]["data"]["labels"], [SPLIT])
		self.assertEqual(execute({**YEAR, "serial_no": BOILER_SERIAL_NO})[1], [])

	def test_who_is_restricted_to_a_company_sees_no_figure_of_another(self):
		make_done_visit("2025-02-03", hours=2)
		make_done_visit("2025-02-04", hours=5, customer=CLINIC, company=make_other_company())
		self.restrict(TECHNICIAN, "Company", COMPANY["company_name"])
		frappe.set_user(TECHNICIAN)

		self.assertEqual([(row["customer"], row["hours"]) for row in execute(YEAR)[1]], [(HOTEL, 2)])

	def test_technicians_run_it_and_guests_do_not(self):
		make_history()
		frappe.set_user(TECHNICIAN)
		self.assertEqual(len(run(REPORT, filters=YEAR)["result"]), 3)

		frappe.set_user("Guest")
		with self.assertRaises(frappe.PermissionError):
			run(REPORT, filters=YEAR)


class TestExport(VisitTestCase):
	def test_a_csv_file_has_plain_values(self):
		make_history()
		frappe.set_user(MANAGER)

		overview = export(REPORT, YEAR).decode("utf-8-sig")
		detail = export(REPORT, {**YEAR, "serial_no": SPLIT_SERIAL_NO}).decode("utf-8-sig")

		self.assertIn(BOILER_SERIAL_NO, overview)
		self.assertIn("9.25", overview)
		self.assertIn("Burner cleaned.", detail)
		for file in (overview, detail):
			self.assertNotIn("<", file)

	def test_excel_gets_a_file(self):
		make_history()
		frappe.set_user(MANAGER)

		self.assertEqual(export(REPORT, YEAR, "Excel")[:2], b"PK")


class TestStatements(VisitTestCase):
	def test_one_visit_and_many_cost_the_same(self):
		make_history()
		for filters in ({}, {"serial_no": BOILER_SERIAL_NO}):
			few = {"from_date": "2025-02-01", "to_date": "2025-02-28", **filters}
			many = {**YEAR, **filters}
			execute(few)

			counts = [len(count_statements(lambda shown=shown: execute(shown))) for shown in (few, many)]

			self.assertEqual(counts[0], counts[1])
			self.assertLessEqual(counts[1], 8)
