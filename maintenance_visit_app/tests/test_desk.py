"""The workspace and what is on it: everything leads somewhere, and cards count what they say."""

import json

import frappe
from frappe.desk.desktop import get_desktop_page
from frappe.desk.doctype.number_card.number_card import get_result
from frappe.utils import add_days, today

from maintenance_visit_app.demo.documents import finish_visit
from maintenance_visit_app.desk import has_app_permission
from maintenance_visit_app.maintenance_visits.mappers.follow_up import make_follow_up_visit
from maintenance_visit_app.maintenance_visits.number_card.first_time_fix_rate.first_time_fix_rate import (
	get_first_time_fix_rate,
	get_rate,
)
from maintenance_visit_app.tests import BOILER, VisitTestCase, do_work, make_visit
from maintenance_visit_app.tests.billing import make_user
from maintenance_visit_app.tests.test_statements import count_statements

NAME, VISIT = "Maintenance Visits", "Maintenance Visit"
TECHNICIAN, SALES_USER = "julie.perrin@example.com", "luc.fontaine@example.com"
# What each kind of block on a workspace names, and the table that has it
TABLES = {
	"shortcut": ("shortcut_name", "shortcuts", "label"),
	"number_card": ("number_card_name", "number_cards", "label"),
	"chart": ("chart_name", "charts", "label"),
	"card": ("card_name", "links", "label"),
}


class TestWorkspace(VisitTestCase):
	def test_every_link_leads_to_something(self):
		workspace = frappe.get_doc("Workspace", NAME)
		links = [(row.link_type, row.link_to) for row in workspace.links if row.type == "Link"]
		links += [(row.type, row.link_to) for row in workspace.shortcuts]
		links += [("Number Card", row.number_card_name) for row in workspace.number_cards]
		links += [("Dashboard Chart", row.chart_name) for row in workspace.charts]
		charts = frappe.get_all("Dashboard Chart", {"module": NAME}, pluck="report_name")

		self.assert_there(*links, *(("Report", report) for report in charts))

	def test_every_block_shows_something_and_everything_is_in_a_block(self):
		workspace = frappe.get_doc("Workspace", NAME)
		blocks = json.loads(workspace.content)
		for kind, (key, table, fieldname) in TABLES.items():
			named = [block["data"][key] for block in blocks if block["type"] == kind]
			rows = [row.get(fieldname) for row in workspace.get(table) if row.get("type") != "Link"]
			self.assertEqual(named, rows, kind)

	def test_who_may_read_visits_sees_it_and_nobody_else(self):
		shown_to = {row.role for row in frappe.get_doc("Workspace", NAME).roles}
		readers = frappe.get_all("DocPerm", {"parent": VISIT, "read": 1, "permlevel": 0}, pluck="role")
		in_desk = frappe.get_all("Role", {"name": ("in", readers), "desk_access": 1}, pluck="name")

		self.assertEqual(shown_to, set(in_desk))

	def test_technician_gets_all_cards_and_no_link_that_he_may_not_follow(self):
		frappe.set_user(TECHNICIAN)
		page = get_desktop_page(json.dumps({"name": NAME, "title": NAME, "public": 1}))

		self.assertEqual(len(page["number_cards"]["items"]), 6)
		for chart in page["charts"]["items"]:
			report = frappe.db.get_value("Dashboard Chart", chart.chart_name, "report_name")
			self.assertTrue(frappe.get_doc("Report", report).is_permitted(), report)
		for group in page["cards"]["items"]:
			for link in group["links"]:
				if link.link_type == "DocType":
					self.assertTrue(frappe.has_permission(link.link_to, "read"), link.link_to)

	def test_dashboard_has_the_workspaces_cards_and_charts(self):
		workspace, dashboard = frappe.get_doc("Workspace", NAME), frappe.get_doc("Dashboard", NAME)

		self.assertEqual(
			[row.card for row in dashboard.cards], [row.number_card_name for row in workspace.number_cards]
		)
		self.assertEqual(
			[row.chart for row in dashboard.charts], [row.chart_name for row in workspace.charts]
		)

	def test_app_is_offered_to_who_may_read_visits(self):
		for user, may in ((TECHNICIAN, True), (SALES_USER, True), (make_user("Stock User"), False)):
			frappe.set_user(user)
			self.assertEqual(has_app_permission(), may, user)

	def assert_there(self, *links: tuple[str, str]) -> None:
		for doctype, name in links:
			self.assertTrue(frappe.db.exists(doctype, name), f"{doctype} {name}")


class TestSidebar(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		if not frappe.db.exists("DocType", "Workspace Sidebar"):
			self.skipTest("There are sidebars since Frappe 16.")

	def test_every_item_leads_to_something(self):
		for item in frappe.get_doc("Workspace Sidebar", NAME).items:
			if item.link_to:
				self.assertTrue(frappe.db.exists(item.link_type, item.link_to), item.link_to)
			elif item.url:
				self.assertIn(item.url, "/desk/maintenance-visit/view/calendar/default")

	def test_icon_opens_the_sidebar_and_is_shown_on_the_desktop_itself(self):
		icon = frappe.get_doc("Desktop Icon", NAME)
		app = frappe.get_doc("Desktop Icon", icon.parent_icon)

		self.assertEqual((icon.link_type, icon.link_to, icon.hidden), ("Workspace Sidebar", NAME, 0))
		self.assertEqual((app.icon_type, app.app, app.hidden), ("App", "maintenance_visit_app", 1))


class TestFirstSteps(VisitTestCase):
	def test_every_step_leads_to_something(self):
		slugs = {doctype.lower().replace(" ", "-") for doctype in frappe.get_all("DocType", pluck="name")}
		for step in frappe.get_doc("Module Onboarding", NAME).get_steps():
			for doctype, fieldname in (("DocType", "reference_document"), ("Report", "reference_report")):
				if step.get(fieldname):
					self.assertTrue(frappe.db.exists(doctype, step.get(fieldname)), step.name)
			if step.action == "Go to Page":
				self.assertIn(step.path.partition("/")[0], slugs)
			if step.action == "Show Form Tour":
				self.assertTrue(frappe.db.exists("Form Tour", step.form_tour))

	def test_tour_goes_through_fields_of_the_first_tab(self):
		meta = frappe.get_meta(VISIT)
		first_tab_ends = next(field.idx for field in meta.fields if field.fieldtype == "Tab Break")
		for step in frappe.get_doc("Form Tour", VISIT).steps:
			field = meta.get_field(step.fieldname)
			self.assertEqual((field.label, field.fieldtype), (step.label, step.fieldtype))
			self.assertLess(field.idx, first_tab_ends)


class TestNumberCards(VisitTestCase):
	def test_visits_today_leaves_out_what_is_cancelled(self):
		with self.assert_more("Visits Today", 1):
			make_visit(mntc_date=today()).insert()
			finish_visit(do_work(make_visit(mntc_date=today())).insert(), "cancel")

	def test_overdue_visits(self):
		with self.assert_more("Overdue Visits", 1):
			make_visit(mntc_date=add_days(today(), -1)).insert()
			do_work(make_visit(mntc_date=add_days(today(), -1))).insert().submit()

	def test_visits_planned_this_week(self):
		with self.assert_more("Visits Planned This Week", 1):
			make_visit(mntc_date=today()).insert()
			make_visit(mntc_date=add_days(today(), 8)).insert()
			make_visit(mntc_date=today(), technician=None).insert()

	def test_visits_without_technician(self):
		with self.assert_more("Visits Without Technician", 1):
			make_visit(technician=None).insert()
			make_visit().insert()

	def test_visits_to_bill(self):
		with self.assert_more("Visits to Bill", 2):
			for status in ("To Bill", "Partly Billed", "Billed", "Not Billable"):
				do_work(make_visit()).insert().submit().db_set("billing_status", status)

	def assert_more(self, card: str, expected: int):
		"""Context manager: what is done in it adds so many to what the card counts."""
		return CardAssertion(self, card, expected)


class CardAssertion:
	def __init__(self, test: VisitTestCase, card: str, expected: int) -> None:
		self.test, self.card, self.expected = test, frappe.get_doc("Number Card", card), expected

	def __enter__(self) -> None:
		self.before = self.count()

	def __exit__(self, *error) -> None:
		if not any(error):
			self.test.assertEqual(self.count() - self.before, self.expected, self.card.name)

	def count(self) -> float:
		return get_result(self.card.as_json(), self.card.filters_json)


class TestFirstTimeFixRate(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		frappe.db.set_value(VISIT, {"docstatus": 1}, "maintenance_type", "Scheduled")
		get_rate.clear_cache()
		self.addCleanup(get_rate.clear_cache)

	def test_without_a_visit_there_is_no_rate(self):
		self.assertEqual(get_first_time_fix_rate(), "–")

	def test_share_of_first_visits_that_ended_it(self):
		for completion in ("Fully Completed", "Fully Completed", "Fully Completed", "Partially Completed"):
			self.record(completion)

		self.assertEqual(get_first_time_fix_rate()["value"], 75)

	def test_follow_ups_scheduled_and_old_visits_do_not_count(self):
		partly = self.record("Partially Completed")
		do_work(make_follow_up_visit(partly.name)).insert().submit()
		self.record("Fully Completed", maintenance_type="Scheduled")
		self.record("Fully Completed", mntc_date=add_days(today(), -91))

		self.assertEqual(get_first_time_fix_rate()["value"], 0)

	def test_rate_is_worked_out_once_an_hour_for_each_user(self):
		self.record("Fully Completed")
		get_first_time_fix_rate()
		self.record("Partially Completed")

		again = count_statements(get_first_time_fix_rate)

		self.assertFalse([statement for statement in again if "Purpose" in statement])
		self.assertEqual(get_first_time_fix_rate()["value"], 100)
		frappe.set_user("paul.mercier@example.com")
		self.assertEqual(get_first_time_fix_rate()["value"], 50)

	def test_who_may_not_read_visits_gets_no_rate(self):
		frappe.set_user("Guest")

		with self.assertRaises(frappe.PermissionError):
			get_first_time_fix_rate()

	def record(self, completion: str, **values):
		# Without a serial number no visit is taken for the same breakdown as another
		visit = make_visit(items={BOILER: None}, **{"maintenance_type": "Breakdown", **values})
		return do_work(visit, completion).insert().submit()
