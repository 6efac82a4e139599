from unittest.mock import patch

import frappe
from frappe.desk.query_report import run

from maintenance_visit_app.demo.records import get_root, make
from maintenance_visit_app.demo.tables import COMPANY
from maintenance_visit_app.maintenance_visits.mappers.to_sales_invoice import (
	make_sales_invoice,
)
from maintenance_visit_app.maintenance_visits.mappers.to_stock_entry import make_stock_entry
from maintenance_visit_app.maintenance_visits.mappers.to_timesheet import make_timesheets
from maintenance_visit_app.maintenance_visits.report.service_cost.service_cost import (
	CompanyRequiredError,
	GroupByError,
	execute,
)
from maintenance_visit_app.maintenance_visits.report.visits import PeriodError
from maintenance_visit_app.tests import (
	BAKERY,
	BOILER,
	BOILER_SERIAL_NO,
	CLINIC,
	HOTEL,
	SPLIT,
	SPLIT_SERIAL_NO,
	make_other_company,
)
from maintenance_visit_app.tests.billing import BillingTestCase
from maintenance_visit_app.tests.done_visits import (
	export,
	make_done_visit,
	new_gaskets,
)
from maintenance_visit_app.tests.parts import GASKET, TECHNICIAN
from maintenance_visit_app.tests.test_statements import count_statements

REPORT = "Service Cost"
MARCH = {"from_date": "2025-03-01", "to_date": "2025-03-31", "company": COMPANY["company_name"]}
MANAGER = "paul.mercier@example.com"
BOTH = {BOILER: BOILER_SERIAL_NO, SPLIT: SPLIT_SERIAL_NO}
COSTING_RATE = 40


def make_march() -> tuple:
	"""Let three visits cost and bring in money. An hour costs 40 and is billed at 63.15; a gasket is worth 18.

	No sum ends in half a cent: sites round that in different ways.

	 3 March, hotel: boiler under warranty and split billable, 2.5 h, 3 gaskets: 2 warranty, 1 contract
	 5 March, hotel: boiler under contract, split pending, 1.25 h
	 7 March, bakery: split without a number, 2 h, of which a credit note gives back 1

	                  h  labour  parts  total  warranty      contract    billed  margin
	boiler, 3rd    1.25      50     27     77  50 + 18 = 68         9     39.47
	split, 3rd     1.25      50     27     77            18         9     39.47
	boiler, 5th    1.25      50      0     50             0        50         0
	hotel          3.75     150     54    204            86        68     78.94  -125.06
	bakery            2      80      0     80             0         0     63.15  -16.85
	all            5.75     230     54    284            86        68    142.09  -141.91

	Hours under warranty: the boiler's 1.25 on the 3rd. Under contract: 1.25 on the 5th.
	"""
	first = make_done_visit(
		"2025-03-03",
		BOTH,
		2.5,
		coverage={BOILER: "Under Warranty", SPLIT: "Billable"},
		parts=[new_gaskets(2, "Under Warranty"), new_gaskets(1, "Under Contract")],
	)
	second = make_done_visit(
		"2025-03-05",
		BOTH,
		1.25,
		pending=(SPLIT,),
		coverage={BOILER: "Under Contract", SPLIT: "Under Contract"},
	)
	third = make_done_visit("2025-03-07", {SPLIT: None}, 2, BAKERY)
	make_stock_entry(first.name).insert().submit()
	for visit in (first, second, third):
		submit_timesheets(visit)
	make_sales_invoice(first.name).insert().submit()
	credit_one_hour(make_sales_invoice(third.name).insert().submit())
	return first, second, third


def submit_timesheets(visit) -> None:
	for name in make_timesheets(visit.name):
		frappe.get_doc("Timesheet", name).submit()


def credit_one_hour(invoice) -> None:
	from erpnext.accounts.doctype.sales_invoice.sales_invoice import make_sales_return

	credit_note = make_sales_return(invoice.name)
	credit_note.items[0].qty = -1
	credit_note.insert().submit()


class ServiceCostTestCase(BillingTestCase):
	def setUp(self) -> None:
		super().setUp()
		make("Activity Type", "Execution", activity_type="Execution")
		frappe.db.set_value("Activity Type", "Execution", "costing_rate", COSTING_RATE)
		frappe.clear_document_cache("Activity Type", "Execution")

	def assert_row(self, row: dict, **expected) -> None:
		self.assertEqual({key: row[key] for key in expected}, expected)


def get_rows(fieldname: str = "customer", **filters) -> dict[str, dict]:
	return {row[fieldname]: row for row in execute({**MARCH, **filters})[1]}


def get_summary(**filters) -> list:
	return [round(figure["value"], 2) for figure in execute({**MARCH, **filters})[4]]


class TestServiceCost(ServiceCostTestCase):
	def test_a_customers_figures_are_those_of_the_paper(self):
		make_march()
		hotel, bakery = get_rows()[HOTEL], get_rows()[BAKERY]

		self.assert_row(hotel, customer_name=HOTEL, visits=2, hours=3.75, labour_cost=150, parts_cost=54)
		self.assert_row(hotel, warranty_hours=1.25, warranty_cost=86, contract_hours=1.25, contract_cost=68)
		self.assert_row(hotel, total_cost=204, billed=78.94, margin=-125.06, currency="EUR")
		self.assert_row(bakery, visits=1, hours=2, labour_cost=80, parts_cost=0, total_cost=80)
		self.assert_row(bakery, warranty_cost=0, contract_cost=0, billed=63.15, margin=-16.85)

	def test_an_item_has_its_share_of_each_visit(self):
		make_march()
		rows = get_rows("item_code", group_by="Item")

		self.assert_row(rows[BOILER], visits=2, hours=2.5, labour_cost=100, parts_cost=27, total_cost=127)
		self.assert_row(rows[BOILER], warranty_hours=1.25, warranty_cost=68, contract_hours=1.25)
		self.assert_row(rows[BOILER], contract_cost=59)
		self.assert_row(rows[SPLIT], visits=2, hours=3.25, labour_cost=130, parts_cost=27, total_cost=157)
		self.assert_row(rows[SPLIT], warranty_hours=0, warranty_cost=18, contract_cost=9)

	def test_customer_and_item_make_a_row_each(self):
		make_march()
		rows = execute({**MARCH, "group_by": "Customer and Item"})[1]

		costs = {(row["customer"], row["item_code"]): row["total_cost"] for row in rows}
		self.assertEqual(costs, {(HOTEL, BOILER): 127, (HOTEL, SPLIT): 77, (BAKERY, SPLIT): 80})

	def test_shares_add_up_to_the_whole_to_the_cent(self):
		rows = {BOILER: BOILER_SERIAL_NO, SPLIT: SPLIT_SERIAL_NO, "PAC-16": "PAC16-2022-0031"}
		visit = make_done_visit("2025-03-10", rows, 1, parts=[new_gaskets(1)])
		submit_timesheets(visit)
		make_stock_entry(visit.name).insert().submit()
		invoice = make_sales_invoice(visit.name)
		invoice.items = [row for row in invoice.items if row.item_code != GASKET]
		invoice.insert().submit()

		shown = execute({**MARCH, "group_by": "Item"})[1]

		self.assertEqual(sorted(row["hours"] for row in shown), [0.33, 0.33, 0.34])
		self.assertEqual(sorted(row["labour_cost"] for row in shown), [13.33, 13.33, 13.34])
		self.assertEqual([row["parts_cost"] for row in shown], [6, 6, 6])
		self.assertEqual(round(sum(row["billed"] for row in shown), 2), 63.15)

	def test_what_is_no_more_or_not_yet_valid_counts_nothing(self):
		visit = make_done_visit("2025-03-10", hours=2, parts=[new_gaskets(1)], coverage={BOILER: "Billable"})
		make_timesheets(visit.name)
		make_stock_entry(visit.name).insert().submit().cancel()
		invoice = make_sales_invoice(visit.name)
		invoice.items = [row for row in invoice.items if row.item_code != GASKET]
		invoice.insert()

		self.assert_row(get_rows()[HOTEL], hours=2, labour_cost=0, parts_cost=0, billed=0)

	def test_no_more_is_covered_than_was_issued(self):
		visit = make_done_visit("2025-03-10", parts=[new_gaskets(3, "Under Warranty")])
		entry = make_stock_entry(visit.name)
		entry.items[0].qty = 2
		entry.insert().submit()

		self.assert_row(get_rows()[HOTEL], parts_cost=36, warranty_cost=36)

	def test_summary_and_chart_are_of_all(self):
		make_march()
		self.assertEqual(get_summary(), [3, 284, 142.09, -141.91])
		self.assertEqual(get_summary(group_by="Item"), [3, 284, 142.09, -141.91])
		data = execute({**MARCH, "group_by": "Customer and Item"})[3]["data"]
		self.assertEqual(data["labels"], [HOTEL, BAKERY])
		shown = [[round(value, 2) for value in dataset["values"]] for dataset in data["datasets"]]
		self.assertEqual(shown, [[204, 80], [78.94, 63.15]])

	def test_the_total_adds_up_money_and_no_visit_twice(self):
		make_march()
		frappe.set_user(MANAGER)

		self.assert_row(
			self.get_total("Customer"), customer="Total", visits=3, total_cost=284, margin=-141.91
		)
		self.assert_row(self.get_total("Item"), item_code="Total", visits="", total_cost=284, margin=-141.91)

	def get_total(self, group_by: str) -> dict:
		result = run(REPORT, filters={**MARCH, "group_by": group_by})
		fieldnames = [column["fieldname"] for column in result["columns"]]
		return dict(zip(fieldnames, result["result"][-1], strict=True))

	def test_a_name_that_says_no_more_has_no_column(self):
		make_march()
		frappe.db.set_value("Item", BOILER, "item_name", "Boiler")

		for group_by, expected in (
			("Customer", ["customer", "visits"]),
			("Item", ["item_code", "item_name"]),
		):
			columns = execute({**MARCH, "group_by": group_by})[0]
			self.assertEqual([column["fieldname"] for column in columns[:2]], expected)


class TestFilters(ServiceCostTestCase):
	def test_rows_can_be_narrowed_down(self):
		make_march()

		self.assertEqual(set(get_rows(customer=BAKERY)), {BAKERY})
		self.assertEqual(set(get_rows(customer_group="Hôtellerie")), {HOTEL})
		self.assertEqual(set(get_rows(territory="Grésivaudan")), {BAKERY})
		self.assertEqual(set(get_rows(maintenance_type="Breakdown")), set())
		self.assertEqual(get_rows(item_code=BOILER)[HOTEL]["total_cost"], 127)

	def test_a_group_stands_for_all_that_is_in_it(self):
		make_march()

		for doctype in ("Customer Group", "Territory"):
			self.assertEqual(get_rows(**{frappe.scrub(doctype): get_root(doctype)}), get_rows())
		self.assertEqual(set(get_rows()), {HOTEL, BAKERY})

	def test_the_company_is_the_users_default(self):
		make_march()
		period = {key: MARCH[key] for key in ("from_date", "to_date")}
		frappe.defaults.set_user_default("company", MARCH["company"])

		self.assertEqual(len(execute(period)[1]), 2)

	def test_without_a_company_it_is_refused(self):
		no_default = patch.object(frappe.defaults, "get_user_default", return_value=None)
		with no_default, self.assert_throws(CompanyRequiredError, "Choose a Company"):
			execute({"from_date": "2025-03-01"})

	def test_what_it_cannot_group_by_is_refused_with_what_it_can(self):
		with self.assert_throws(GroupByError, "Colour", "Customer, Item, Customer and Item"):
			execute({**MARCH, "group_by": "Colour"})

	def test_a_period_that_ends_before_it_begins_is_refused(self):
		with self.assert_throws(PeriodError, "From Date is after To Date"):
			execute({**MARCH, "to_date": "2025-01-01"})

	def test_where_nothing_happened_there_is_nothing_and_no_chart(self):
		_columns, rows, _message, chart, summary = execute({**MARCH, "customer": CLINIC})

		self.assertEqual((rows, chart["data"]), ([], {}))
		self.assertEqual([figure["value"] for figure in summary], [0, 0, 0, 0])


class TestPermissions(ServiceCostTestCase):
	def test_it_shows_money_so_technicians_do_not_run_it(self):
		for user in (TECHNICIAN, "luc.fontaine@example.com", "Guest"):
			frappe.set_user(user)
			with self.assertRaises(frappe.PermissionError):
				run(REPORT, filters=MARCH)

		frappe.set_user(MANAGER)
		self.assertIn("result", run(REPORT, filters=MARCH))

	def test_manager_who_may_select_companies_is_not_greeted_with_a_refusal(self):
		frappe.set_user(MANAGER)
		self.assertFalse(frappe.has_permission("Company", "read"))
		frappe.clear_messages()

		company = {"fieldname": "company", "fieldtype": "Link", "options": "Company"}
		frappe.call(
			"frappe.desk.query_report.run",
			report_name=REPORT,
			filters=frappe.as_json(MARCH),
			js_filters=frappe.as_json([company]),
		)

		self.assertEqual(frappe.get_message_log(), [])

	def test_who_is_restricted_to_a_customer_sees_no_figure_of_another(self):
		make_march()
		self.restrict(MANAGER, "Customer", BAKERY)
		frappe.set_user(MANAGER)

		self.assertEqual(set(get_rows()), {BAKERY})
		self.assertEqual(get_summary(), [1, 80, 63.15, -16.85])
		self.assertEqual(execute(MARCH)[3]["data"]["labels"], [BAKERY])

	def test_who_is_restricted_to_a_company_sees_no_figure_of_another(self):
		other = make_other_company()
		make_done_visit("2025-03-04", hours=5, customer=CLINIC, company=other)
		self.assertEqual(set(get_rows(company=other)), {CLINIC})
		self.restrict(MANAGER, "Company", MARCH["company"])
		frappe.set_user(MANAGER)

		self.assertEqual(get_rows(company=other), {})


class TestExport(ServiceCostTestCase):
	def test_files_have_plain_values(self):
		make_march()
		frappe.set_user(MANAGER)

		text = export(REPORT, MARCH).decode("utf-8-sig")

		self.assertIn(HOTEL, text)
		self.assertIn("78.94", text)
		self.assertNotIn("<", text)
		self.assertEqual(export(REPORT, MARCH, "Excel")[:2], b"PK")


class TestStatements(ServiceCostTestCase):
	def test_one_visit_and_many_cost_the_same(self):
		make_march()
		few = {**MARCH, "from_date": "2025-03-07"}
		execute(few)

		counts = [len(count_statements(lambda shown=shown: execute(shown))) for shown in (few, MARCH)]

		self.assertEqual(counts[0], counts[1])
		self.assertLessEqual(counts[1], 11)
