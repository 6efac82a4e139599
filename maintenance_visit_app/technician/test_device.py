"""What a technician's device is told: his own visits with all that they need, in few requests, and later what is new."""

import gzip
import json
from unittest.mock import patch

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app import changes
from maintenance_visit_app.api.operations import apply
from maintenance_visit_app.demo.stock import get_warehouse
from maintenance_visit_app.technician import device
from maintenance_visit_app.tests import (
	BOILER,
	BOILER_SERIAL_NO,
	CLINIC,
	HOTEL,
	JULIE,
	KARIM,
	SPLIT,
	VisitTestCase,
	change_settings,
	do_work,
	make_visit,
)
from maintenance_visit_app.tests.desk_requests import save
from maintenance_visit_app.tests.operations import operation
from maintenance_visit_app.tests.parts import GASKET
from maintenance_visit_app.tests.test_statements import count_statements

VISIT = "Maintenance Visit"
JULIES_USER, KARIMS_USER, MANAGER = (
	"julie.perrin@example.com",
	"karim.benali@example.com",
	"claire.dubois@example.com",
)
MOST_REQUESTS, MOST_BYTES = 3, 2_000_000


class DeviceTestCase(VisitTestCase):
	def get_state(self, user: str = JULIES_USER, **values) -> dict:
		frappe.set_user(user)
		try:
			return json.loads(frappe.as_json(device.get_state(**values)))
		finally:
			frappe.set_user("Administrator")

	def get_visit(self, state: dict, name: str) -> dict | None:
		return next((visit for visit in state["visits"] if visit["name"] == name), None)


class TestFirstSync(DeviceTestCase):
	def test_a_visit_comes_with_all_that_its_day_without_network_needs(self):
		address = frappe.db.get_value("Address", {"address_title": f"{HOTEL} Chaufferie"})
		frappe.db.set_value("Address", address, {"access_notes": "Code 4512.", "phone": "04 76 00 00 00"})
		items = {BOILER: BOILER_SERIAL_NO, SPLIT: None}
		done = do_work(make_visit(items=items), work_done="Burner cleaned, seals changed.")
		done.append("parts", {"item_code": GASKET, "qty": 1, "warehouse": get_warehouse()})
		done.insert().submit()
		values = {"mntc_date": add_days(today(), 2), "customer_address": address}
		visit = make_visit(items=items, **values).insert()

		state = self.get_state()

		self.assertEqual((state["user"], state["sales_persons"]), (JULIES_USER, [JULIE]))
		self.assertIn(visit.name, state["mine"])
		told = self.get_visit(state, visit.name)
		self.assertEqual([row["item_code"] for row in told["purposes"]], [BOILER, SPLIT])
		self.assertIn(
			("purposes", "work_done", told["purposes"][0]["name"]),
			[(gap["table"], gap["fieldname"], gap["row_name"]) for gap in told["gaps"]],
		)
		site = state["sites"][address]
		self.assertEqual((site["access_notes"], site["phone"]), ("Code 4512.", "04 76 00 00 00"))
		self.assertIn("38000 Grenoble", site["lines"])
		self.assertIn(told["contact_person"], state["contacts"])
		(boiler,) = (one for one in state["equipment"] if one.get("serial_no") == BOILER_SERIAL_NO)
		self.assertEqual(boiler["visits"][0]["name"], done.name)
		self.assertIn("seals changed", boiler["visits"][0]["work_done"])
		self.assertIn("Burner cleaned, seals changed.", state["phrases"][SPLIT])
		(gasket,) = (part for part in state["stock"]["parts"] if part["item_code"] == GASKET)
		self.assertGreaterEqual(gasket["used"], 1)
		self.assertEqual(state["settings"]["device_days_before"], 7)

	def test_only_his_own_visits_of_the_days_kept_are_on_the_device(self):
		change_settings(device_days_before=3, device_days_ahead=5)
		mine = make_visit(mntc_date=add_days(today(), 5)).insert()
		late = make_visit(mntc_date=add_days(today(), -40)).insert()
		others = make_visit(technician=KARIM, mntc_date=today()).insert()
		far = make_visit(mntc_date=add_days(today(), 6)).insert()
		done = do_work(make_visit(mntc_date=add_days(today(), -3))).insert().submit()
		long_done = do_work(make_visit(mntc_date=add_days(today(), -4))).insert().submit()
		assigned = make_visit(technician=None, mntc_date=today()).insert()
		frappe.get_doc(
			{
				"doctype": "ToDo",
				"allocated_to": JULIES_USER,
				"reference_type": VISIT,
				"reference_name": assigned.name,
				"description": "Please.",
			}
		).insert()

		held = set(self.get_state()["mine"])

		self.assertLessEqual({mine.name, late.name, done.name, assigned.name}, held)
		self.assertFalse({others.name, far.name, long_done.name} & held)

	def test_what_the_user_may_not_read_is_not_on_the_device(self):
		theirs = make_visit(CLINIC, mntc_date=today()).insert()
		mine = make_visit(HOTEL, mntc_date=today()).insert()
		self.restrict(JULIES_USER, "Customer", HOTEL)

		state = self.get_state()

		self.assertIn(mine.name, state["mine"])
		self.assertNotIn(theirs.name, json.dumps(state))

	def test_who_is_no_technician_has_nothing(self):
		state = self.get_state(MANAGER)
		self.assertEqual((state["mine"], state["visits"], state["equipment"]), ([], [], []))

	def test_settings_that_nobody_has_opened_are_as_described(self):
		frappe.db.delete("Singles", {"doctype": "Maintenance Visit Settings"})
		frappe.clear_document_cache("Maintenance Visit Settings", "Maintenance Visit Settings")
		settings = self.get_state()["settings"]
		self.assertEqual(
			[settings[name] for name in device.NUMBERS],
			[7, 14, 1600, 1, 60],
			"days, days, pixels, asked, days",
		)

	def test_two_hundred_visits_come_in_few_requests_bytes_and_statements(self):
		self.make_visits(10)
		# What Frappe reads once is no visit's
		self.get_state()
		few = count_statements(self.get_state)
		self.make_visits(190)
		states = [self.get_state()]
		many = count_statements(self.get_state)
		while lacking := self.get_lacking(states):
			states.append(self.get_state(after=states[-1]["cursor"], missing=lacking[:100]))

		self.assertLessEqual(len(states), MOST_REQUESTS)
		size = sum(len(gzip.compress(json.dumps(state).encode())) for state in states)
		self.assertLess(size, MOST_BYTES)
		self.assertEqual(len(many), len(few))

	def make_visits(self, count: int) -> None:
		"""Copy one that was saved: what is measured here is reading."""
		visit = make_visit(mntc_date=add_days(today(), 1)).insert()
		for _number in range(count - 1):
			copy = frappe.copy_doc(visit)
			copy.name = frappe.generate_hash(length=10)
			copy.status = visit.status
			copy.db_insert()
			for row in copy.purposes:
				row.update({"name": frappe.generate_hash(length=10), "parent": copy.name}).db_insert()

	def get_lacking(self, states: list[dict]) -> list[str]:
		held = {visit["name"] for state in states for visit in state["visits"]}
		return [name for name in states[-1]["mine"] if name not in held]


class TestLaterSync(DeviceTestCase):
	def commit_changes(self) -> None:
		"""Number the changes as a commit would; the test's own is rolled back."""
		changes.write()

	def test_only_what_changed_is_sent_and_what_is_no_longer_his_is_told(self):
		moved, given, deleted, same = (make_visit(mntc_date=today()).insert() for _number in range(4))
		self.commit_changes()
		first = self.get_state()
		held = set(first["mine"])
		self.assertLessEqual({moved.name, given.name, deleted.name, same.name}, held)
		moved.update({"mntc_date": add_days(today(), 1)}).save()
		given.purposes[0].service_person = KARIM
		save(given)
		deleted.delete()
		self.commit_changes()

		later = self.get_state(after=first["cursor"])

		self.assertFalse(later["whole"])
		self.assertEqual([visit["name"] for visit in later["visits"]], [moved.name])
		self.assertEqual(held - set(later["mine"]), {given.name, deleted.name})
		for section in ("settings", "sites", "contacts", "stock", "phrases"):
			self.assertNotIn(section, later)
		nothing = self.get_state(after=later["cursor"])
		self.assertEqual(nothing["visits"], [])

	def test_what_is_known_of_an_address_comes_anew_when_it_changes(self):
		visit = make_visit(mntc_date=today()).insert()
		self.commit_changes()
		first = self.get_state()
		frappe.db.set_value("Address", visit.customer_address, "access_notes", "Ring twice.")

		later = self.get_state(after=first["cursor"])

		self.assertEqual(later["sites"][visit.customer_address]["access_notes"], "Ring twice.")
		self.assertNotIn("equipment", later)

	def test_what_comes_near_without_being_changed_is_asked_for_by_name(self):
		change_settings(device_days_ahead=1)
		visit = make_visit(mntc_date=add_days(today(), 4)).insert()
		self.commit_changes()
		first = self.get_state()
		self.assertNotIn(visit.name, first["mine"])
		change_settings(device_days_ahead=5)

		later = self.get_state(after=first["cursor"])
		self.assertIn(visit.name, later["mine"])
		self.assertEqual(later["visits"], [])
		asked = self.get_state(after=later["cursor"], missing=json.dumps([visit.name]))

		self.assertEqual([told["name"] for told in asked["visits"]], [visit.name])

	def test_a_visit_of_somebody_else_is_not_told_by_asking_for_it(self):
		visit = make_visit(technician=KARIM, mntc_date=today()).insert()
		state = self.get_state(missing=[visit.name])
		self.assertIsNone(self.get_visit(state, visit.name))

	def test_a_cursor_of_the_time_before_a_restore_begins_anew(self):
		for cursor in ("2.999999999999.", "1.5.0123456789abcdef", "nonsense"):
			with self.subTest(cursor):
				self.assertTrue(self.get_state(after=cursor)["whole"])

	def test_more_changes_than_an_answer_holds_come_in_the_next_ones(self):
		visits = [make_visit(mntc_date=today()).insert().name for _number in range(5)]
		with patch.object(device, "MOST_VISITS", 2):
			cursor, found, more = "2.0.", [], True
			self.commit_changes()
			while more:
				state = self.get_state(after=cursor)
				found += [visit["name"] for visit in state["visits"]]
				cursor, more = state["cursor"], state["more"]
		self.assertLessEqual(set(visits), set(found))
		self.assertEqual(len(found), len(set(found)))


class TestScan(DeviceTestCase):
	def get_equipment(self, serial_no: str, user: str = JULIES_USER) -> dict:
		frappe.set_user(user)
		try:
			return device.get_equipment(serial_no)
		finally:
			frappe.set_user("Administrator")

	def test_a_scanned_number_tells_its_coverage_its_last_visits_and_open_ones(self):
		frappe.db.set_value("Serial No", BOILER_SERIAL_NO, "warranty_expiry_date", add_days(today(), 90))
		done = do_work(make_visit(technician=KARIM)).insert().submit()
		planned = make_visit(technician=KARIM, mntc_date=add_days(today(), 3)).insert()

		found = self.get_equipment(f" {BOILER_SERIAL_NO} ")

		self.assertEqual(
			(found["item_code"], str(found["warranty_expiry_date"])), (BOILER, add_days(today(), 90))
		)
		self.assertEqual(found["visits"][0]["name"], done.name)
		self.assertIn(planned.name, [visit.name for visit in found["open"]])

	def test_visits_that_he_may_not_read_are_not_told(self):
		done = do_work(make_visit(technician=KARIM)).insert().submit()
		self.restrict(JULIES_USER, "Customer", CLINIC)

		with (
			self.assert_throws(frappe.DoesNotExistError, BOILER_SERIAL_NO)
			if frappe.db.get_value("Serial No", BOILER_SERIAL_NO, "customer")
			else self.subTest()
		):
			found = self.get_equipment(BOILER_SERIAL_NO)
			self.assertNotIn(done.name, str(found))

	def test_a_number_that_is_none_is_told(self):
		with self.assert_throws(frappe.DoesNotExistError, "NO-SUCH-NUMBER"):
			self.get_equipment("NO-SUCH-NUMBER")

	def test_ask_for_a_visit_is_a_draft_for_the_dispatcher(self):
		sent = operation(
			"create",
			customer=HOTEL,
			company=self.get_state()["company"],
			maintenance_type="Breakdown",
			purposes=[{"item_code": BOILER, "serial_no": BOILER_SERIAL_NO, "description": "Makes a noise."}],
		)
		frappe.set_user(JULIES_USER)
		(result,) = apply([sent])["results"]
		self.assertEqual((result["outcome"], result["now"]["status"]), ("applied", "Draft"), result)
		self.assertEqual(result["now"]["technicians"], [])


class TestSession(DeviceTestCase):
	def test_a_device_learns_whether_its_user_is_still_logged_in_and_let_in(self):
		frappe.set_user("Guest")
		guest = device.get_session()
		self.assertEqual((guest["user"], guest["may_use"], guest["csrf_token"]), (None, False, None))
		frappe.set_user(JULIES_USER)
		self.assertEqual((device.get_session()["user"], device.get_session()["may_use"]), (JULIES_USER, True))
		frappe.set_user("Administrator")
		frappe.get_doc("User", JULIES_USER).remove_roles("Maintenance User")
		self.addCleanup(frappe.clear_cache, user=JULIES_USER)
		frappe.set_user(JULIES_USER)
		self.assertFalse(device.get_session()["may_use"])
		with self.assertRaises(frappe.PermissionError):
			device.get_state()
