"""Parts leave the stock once, by button or by the visit's submit, and come back with its cancel."""

import json
from concurrent.futures import ThreadPoolExecutor

import frappe

from maintenance_visit_app.demo.documents import amend_visit
from maintenance_visit_app.demo.stock import get_warehouse
from maintenance_visit_app.maintenance_visits.mappers import to_stock_entry
from maintenance_visit_app.maintenance_visits.parts.errors import AlreadyIssuedError
from maintenance_visit_app.maintenance_visits.parts.issue import NotIssuedByVisitError
from maintenance_visit_app.tests import VisitTestCase, change_settings, desk_requests
from maintenance_visit_app.tests.parts import (
	FILTER,
	FILTER_BATCH,
	GASKET,
	PUMP,
	SERVICE,
	TECHNICIAN,
	get_pumps,
	get_qty,
	make_visit_with,
)
from maintenance_visit_app.tests.test_rest_api import CONFLICTS, APITestCase


class TestByButton(VisitTestCase):
	def test_entry_issues_what_is_kept_in_stock(self):
		pumps, before = get_pumps(), get_quantities()
		visit = make_visit_of_all(pumps).insert().submit()
		self.assertEqual(get_quantities(), before)

		stock_entry = to_stock_entry.make_stock_entry(visit.name)

		self.assertEqual((stock_entry.docstatus, stock_entry.maintenance_visit), (0, visit.name))
		self.assertEqual((stock_entry.purpose, stock_entry.stock_entry_type), ("Material Issue",) * 2)
		self.assertEqual([row.item_code for row in stock_entry.items], [GASKET, PUMP, FILTER])
		_gasket, pump_row, filter_row = stock_entry.items
		self.assertEqual(pump_row.serial_no.split("\n"), pumps)
		self.assertEqual((filter_row.batch_no, filter_row.s_warehouse), (FILTER_BATCH, get_warehouse()))
		stock_entry.insert().submit()
		self.assertEqual(get_quantities(), [before[0] - 4, before[1] - 2, before[2] - 6])
		for pump in pumps:
			self.assertFalse(frappe.db.get_value("Serial No", pump, "warehouse"))

	def test_second_click_names_the_entry_there_is(self):
		visit = make_visit_with({"item_code": GASKET}).insert().submit()
		stock_entry = to_stock_entry.make_stock_entry(visit.name).insert()
		self.assertFalse(to_stock_entry.has_parts_to_issue(visit.name))
		for _docstatus in ("draft", "submitted"):
			with self.assert_throws(AlreadyIssuedError, stock_entry.name, visit.name, "Use that one"):
				to_stock_entry.make_stock_entry(visit.name)
			stock_entry.reload()
			if stock_entry.docstatus == 0:
				stock_entry.submit()

	def test_entry_cancelled_by_hand_frees_the_visit(self):
		visit = make_visit_with({"item_code": GASKET, "qty": 3}).insert().submit()
		before = get_qty(GASKET)
		to_stock_entry.make_stock_entry(visit.name).insert().submit().cancel()
		self.assertEqual(get_qty(GASKET), before)

		to_stock_entry.make_stock_entry(visit.name).insert().submit()

		self.assertEqual(get_qty(GASKET), before - 3)

	def test_two_entries_mapped_before_either_is_saved_issue_once(self):
		visit = make_visit_with({"item_code": GASKET, "qty": 3}).insert().submit()
		first, second = (to_stock_entry.make_stock_entry(visit.name) for _ in "ab")
		first.insert().submit()

		with self.assert_throws(AlreadyIssuedError, first.name):
			second.insert()

	def test_visit_without_parts_in_stock_has_nothing_to_issue(self):
		visit = make_visit_with({"item_code": SERVICE}).insert().submit()
		self.assertFalse(to_stock_entry.has_parts_to_issue(visit.name))

		with self.assert_throws(to_stock_entry.NothingToIssueError, visit.name, "Parts Used"):
			to_stock_entry.make_stock_entry(visit.name)

	def test_cancelled_visit_has_nothing_to_issue(self):
		visit = make_visit_with({"item_code": GASKET}).insert().submit()
		visit.cancel()

		with self.assert_throws(to_stock_entry.NothingToIssueError, visit.name, "cancelled"):
			to_stock_entry.make_stock_entry(visit.name)

	def test_parts_of_a_planned_visit_are_issued_before_the_technician_leaves(self):
		before = get_qty(GASKET)
		visit = make_visit_with({"item_code": GASKET, "qty": 2}).insert()
		to_stock_entry.make_stock_entry(visit.name).insert().submit()
		change_settings(issue_parts_on_submit=1)

		visit.reload()
		visit.submit()

		self.assertEqual(get_qty(GASKET), before - 2)

	def test_technician_may_not_make_a_stock_entry(self):
		visit = make_visit_with({"item_code": GASKET}).insert().submit()
		frappe.set_user(TECHNICIAN)
		self.assertTrue(to_stock_entry.has_parts_to_issue(visit.name))

		with self.assertRaises(frappe.PermissionError):
			to_stock_entry.make_stock_entry(visit.name)

	def test_who_may_not_read_the_visit_learns_nothing(self):
		visit = make_visit_with({"item_code": GASKET}).insert()
		frappe.set_user("Guest")

		with self.assertRaises(frappe.PermissionError):
			to_stock_entry.has_parts_to_issue(visit.name)


class TestOnSubmit(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		change_settings(issue_parts_on_submit=1)

	def test_technicians_submit_takes_the_parts_and_his_cancel_brings_them_back(self):
		pumps, before = get_pumps(), get_quantities()
		frappe.set_user(TECHNICIAN)
		visit = make_visit_of_all(pumps).insert().submit()

		stock_entry = get_entry(visit.name)
		self.assertEqual((stock_entry.docstatus, stock_entry.purpose), (1, "Material Issue"))
		self.assertEqual(get_quantities(), [before[0] - 4, before[1] - 2, before[2] - 6])
		for pump in pumps:
			self.assertFalse(frappe.db.get_value("Serial No", pump, "warehouse"))

		visit.reload()
		visit.cancel()

		self.assertEqual(frappe.db.get_value("Stock Entry", stock_entry.name, "docstatus"), 2)
		self.assertEqual(get_quantities(), before)
		for pump in pumps:
			self.assertEqual(frappe.db.get_value("Serial No", pump, "warehouse"), get_warehouse())

	def test_technician_stays_himself_with_the_rights_he_has(self):
		pumps = get_pumps()
		frappe.set_user(TECHNICIAN)
		roles, rights = frappe.get_roles(), get_rights_to_bundles()
		visit = desk_requests.save(make_visit_of_all(pumps))
		visit = desk_requests.save(visit, "Submit")

		entry = get_entry(visit.name).name
		made = [("Stock Entry", entry)]
		for bundle in frappe.get_all(
			"Stock Entry Detail", {"parent": entry}, pluck="serial_and_batch_bundle"
		):
			made += [("Serial and Batch Bundle", bundle)] if bundle else []
		self.assertEqual(len(made), 3)
		for doctype, name in made:
			values = frappe.db.get_value(doctype, name, ["owner", "modified_by", "docstatus"])
			self.assertEqual(values, (TECHNICIAN, TECHNICIAN, 1), doctype)
		desk_requests.cancel(visit)

		self.assertEqual(
			frappe.db.get_value("Stock Entry", entry, ["modified_by", "docstatus"]), (TECHNICIAN, 2)
		)
		self.assertEqual((frappe.session.user, frappe.get_roles()), (TECHNICIAN, roles))
		self.assertEqual(get_rights_to_bundles(), rights)

	def test_technician_does_not_take_back_what_a_storekeeper_issued(self):
		change_settings(issue_parts_on_submit=0)
		visit = make_visit_with({"item_code": GASKET}).insert().submit()
		manual = to_stock_entry.make_stock_entry(visit.name)
		manual = desk_requests.save(manual.update({"issued_by_visit": 1}), "Submit")
		frappe.set_user(TECHNICIAN)
		frappe.db.savepoint("request")

		with self.assert_throws(NotIssuedByVisitError, manual.name, "Ask a storekeeper"):
			desk_requests.cancel(visit)
		frappe.db.rollback(save_point="request")
		frappe.set_user("Administrator")
		add_stock_role(TECHNICIAN)
		frappe.set_user(TECHNICIAN)
		visit = desk_requests.cancel(visit)

		self.assertEqual((visit.docstatus, manual.reload().docstatus), (2, 2))

	def test_amended_visit_issues_its_own_parts_once(self):
		pumps, before = get_pumps(), get_quantities()
		visit = make_visit_of_all(pumps).insert().submit()
		visit.reload()
		visit.cancel()

		amended = amend_visit(visit).insert().submit()

		self.assertEqual(get_quantities(), [before[0] - 4, before[1] - 2, before[2] - 6])
		self.assertEqual(frappe.db.count("Stock Entry", {"maintenance_visit": amended.name}), 1)

	def test_button_after_the_submit_names_the_entry(self):
		visit = make_visit_with({"item_code": GASKET}).insert().submit()

		with self.assert_throws(AlreadyIssuedError, get_entry(visit.name).name):
			to_stock_entry.make_stock_entry(visit.name)

	def test_draft_entry_is_told_and_not_doubled(self):
		before = get_qty(GASKET)
		visit = make_visit_with({"item_code": GASKET}).insert()
		draft = to_stock_entry.make_stock_entry(visit.name).insert()
		frappe.clear_messages()
		visit.reload()
		visit.submit()

		self.assertIn(draft.name, str(frappe.get_message_log()))
		draft.reload()
		draft.submit()
		self.assertEqual(get_qty(GASKET), before - 1)

	def test_visit_without_parts_is_submitted_without_an_entry(self):
		visit = make_visit_with({"item_code": SERVICE}).insert().submit()

		self.assertFalse(frappe.db.exists("Stock Entry", {"maintenance_visit": visit.name}))


class TestCancelWithADraftEntry(VisitTestCase):
	def test_draft_stays_is_told_and_can_no_longer_be_submitted(self):
		visit = make_visit_with({"item_code": GASKET}).insert().submit()
		draft = to_stock_entry.make_stock_entry(visit.name).insert()
		frappe.clear_messages()
		visit.reload()
		visit.cancel()

		self.assertIn(draft.name, str(frappe.get_message_log()))
		self.assertEqual(visit.docstatus, 2)
		draft.reload()
		with self.assertRaises(frappe.CancelledLinkError):
			draft.submit()


class TestTwoAtOnce(APITestCase):
	"""Their requests commit, so this visit stays behind, cancelled."""

	def test_two_who_issue_the_parts_of_one_visit_issue_them_once(self):
		add_stock_role(TECHNICIAN)
		before = get_qty(GASKET)
		visit = make_visit_with({"item_code": GASKET, "qty": 2}).insert().submit()
		values = to_stock_entry.make_stock_entry(visit.name).as_dict(convert_dates_to_str=True)
		values = json.loads(json.dumps({**values, "docstatus": 1}, default=str))
		frappe.db.commit()
		try:
			with ThreadPoolExecutor(2) as pool:
				answers = list(pool.map(self.send_until_through, [values, values]))
			frappe.db.rollback()

			(won, _), (lost, told) = sorted(answers, key=lambda answer: answer[0])
			self.assertEqual((won, told["exc_type"]), (200, "AlreadyIssuedError"), told)
			self.assertGreaterEqual(lost, 400)
			self.assertEqual(get_qty(GASKET), before - 2)
			entries = {"maintenance_visit": visit.name, "docstatus": 1}
			self.assertEqual(frappe.db.count("Stock Entry", entries), 1)
		finally:
			visit.reload()
			visit.cancel()
			remove_stock_role(TECHNICIAN)
			frappe.db.commit()

	def send_until_through(self, values: dict) -> tuple[int, dict]:
		for _ in range(5):
			answer = self.send("POST", "/api/resource/Stock Entry", values)
			if answer[1].get("exc_type") not in CONFLICTS:
				break
		return answer


def get_rights_to_bundles() -> list[bool]:
	rights = ("create", "submit", "cancel")
	return [bool(frappe.has_permission("Serial and Batch Bundle", right)) for right in rights]


def add_stock_role(user: str) -> None:
	frappe.get_doc("User", user).add_roles("Stock User")


def remove_stock_role(user: str) -> None:
	frappe.get_doc("User", user).remove_roles("Stock User")


def make_visit_of_all(pumps: list[str]):
	"""Return a visit, not saved, that uses four gaskets, two pumps, six filters and a service."""
	return make_visit_with(
		{"item_code": GASKET, "qty": 4},
		{"item_code": PUMP, "qty": 2, "serial_no": "\n".join(pumps)},
		{"item_code": FILTER, "qty": 6, "batch_no": FILTER_BATCH},
		{"item_code": SERVICE, "qty": 1},
	)


def get_quantities() -> list[float]:
	return [get_qty(item_code) for item_code in (GASKET, PUMP, FILTER)]


def get_entry(visit: str) -> frappe._dict:
	return frappe.db.get_value(
		"Stock Entry", {"maintenance_visit": visit}, ["name", "docstatus", "purpose"], as_dict=True
	)
