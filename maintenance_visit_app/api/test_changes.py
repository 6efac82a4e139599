"""A program's copy of the visits, kept by the changes feed: it ends with exactly what the table has.

By hand, for longer: FEED_ROUNDS=20 FEED_SECONDS=60 the test of this name, on MariaDB, too.
"""

import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app import changes
from maintenance_visit_app.derived.billing import update_billing_status
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.status import set_overdue_visits
from maintenance_visit_app.tests import BAKERY, change_settings, do_work
from maintenance_visit_app.tests.as_users import Request, Users, watched_errors
from maintenance_visit_app.tests.at_once import CUSTOMER, REST, USER, VISIT, call, new_visit, post
from maintenance_visit_app.tests.fuzz.world import make_user
from maintenance_visit_app.tests.operations import OperationsTestCase, operation, request

GET_CHANGES = "/api/method/maintenance_visit_app.api.changes.get_changes"
ROUNDS = int(os.environ.get("FEED_ROUNDS", 1))
SECONDS = int(os.environ.get("FEED_SECONDS", 6))
WRITERS = 8
READER = "reader@at-once.example.com"


class FeedTestCase(OperationsTestCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		make_user(READER, ("Maintenance User",))
		cls.addClassCleanup(forget_reader)
		cls.readers = Users(READER)
		change_settings(api_requests_per_minute=0)
		frappe.db.commit()

	def tearDown(self) -> None:
		frappe.db.delete("User Permission", {"user": READER})
		frappe.db.commit()
		frappe.clear_cache(user=READER)
		super().tearDown()

	def get(self, after: str | None = None, limit: int = 1000) -> dict:
		with watched_errors():
			(answer,) = self.readers.send_all([ask(after, limit)])
		self.assertEqual(answer.status, 200, f"{answer.text:.1000} {answer.error}")
		return answer.body["message"]

	def read_up(self) -> str:
		"""Return the cursor behind all that is there."""
		copy = Copy(self.readers)
		frappe.db.commit()
		with ThreadPoolExecutor(1) as pool:
			pool.submit(copy.read_all).result()
		return copy.cursor


class TestFeed(FeedTestCase):
	def test_a_visit_is_told_with_its_rows_and_once_however_often_it_changed(self):
		cursor = self.read_up()
		visit = self.make_visit()
		frappe.db.commit()
		for days in (3, 4):
			self.apply(operation("plan", visit, mntc_date=add_days(today(), days)))

		page = self.get(cursor)

		(told,) = page["visits"]
		self.assertEqual((told["name"], told["mntc_date"]), (visit.name, add_days(today(), 4)))
		self.assertEqual(
			[row["service_person"] for row in told["purposes"]], [visit.purposes[0].service_person]
		)
		self.assertNotIn("customer_signature", told)
		self.assertEqual((page["more"], page["restart"], page["deleted"]), (False, False, []))
		self.assertEqual(self.get(page["cursor"])["visits"], [])

	def test_pages_go_on_where_the_last_one_ended(self):
		cursor = self.read_up()
		names = [self.make_visit().name for _number in range(5)]
		found = []
		page = {"cursor": cursor, "more": True}
		while page["more"]:
			page = self.get(page["cursor"], limit=2)
			self.assertLessEqual(len(page["visits"]), 2)
			found += [visit["name"] for visit in page["visits"]]
		self.assertEqual(sorted(found), sorted(names))

	def test_what_is_deleted_or_cancelled_is_told(self):
		deleted, cancelled = self.make_visit(), do_work(self.make_visit()).save().submit()
		cursor = self.read_up()
		unseen = self.make_visit()
		frappe.db.commit()
		for visit in (deleted, unseen):
			visit.delete()
			frappe.db.commit()
		cancelled.cancel()

		page = self.get(cursor)

		self.assertEqual((page["deleted"], page["cancelled"]), ([deleted.name], [cancelled.name]))

	def test_what_changes_without_being_saved_is_told(self):
		overdue = self.make_visit(mntc_date=add_days(today(), 1))
		billed = do_work(self.make_visit()).save().submit()
		frappe.db.set_value(VISIT, overdue.name, "mntc_date", add_days(today(), -3), update_modified=False)
		cursor = self.read_up()

		set_overdue_visits()
		update_billing_status([billed.name])

		told = {visit["name"]: visit["status"] for visit in self.get(cursor)["visits"]}
		self.assertEqual(told.get(overdue.name), "Overdue", told)
		self.assertIn(billed.name, told)

	def test_what_a_savepoint_took_back_is_not_told_as_deleted(self):
		cursor = self.read_up()
		frappe.db.savepoint("taken_back")
		visit = self.make_visit()
		frappe.db.rollback(save_point="taken_back")

		page = self.get(cursor)

		self.assertEqual((page["visits"], page["deleted"]), ([], []))
		self.assertFalse(frappe.db.exists("Visit Change", visit.name))

	def test_a_visit_that_goes_to_another_customer_leaves_who_may_not_read_that_one(self):
		visit, foreign = self.make_visit(), self.make_visit(BAKERY)
		frappe.permissions.add_user_permission("Customer", CUSTOMER, READER)
		frappe.db.commit()
		frappe.clear_cache(user=READER)
		cursor = self.read_up()
		foreign.reload().update({"mntc_time": "11:00:00"}).save()
		visit.reload().update({"customer": BAKERY, "customer_address": None, "contact_person": None}).save()

		page = self.get(cursor)

		self.assertEqual((page["visits"], page["unreadable"]), ([], [visit.name]))

	def test_who_gets_other_rights_begins_anew(self):
		cursor = self.read_up()
		frappe.permissions.add_user_permission("Customer", CUSTOMER, READER)
		frappe.db.commit()
		frappe.clear_cache(user=READER)

		page = self.get(cursor)

		self.assertEqual((page["restart"], page["cursor"], page["visits"]), (True, None, []))
		self.assertFalse(self.get(None)["restart"])
		self.assertTrue({visit["customer"] for visit in self.get(None)["visits"]} <= {CUSTOMER})

	def test_a_cursor_that_nobody_answered_is_refused(self):
		for cursor in ("x", "1.2", "1.-2.0123456789abcdef", "1.2.0123456789abcdeF"):
			(answer,) = self.readers.send_all([ask(cursor, 10)])
			self.assertEqual(answer.status, 400, answer.text)
			self.assertTrue(answer.messages)

	def test_a_cursor_of_the_time_before_a_restore_begins_anew(self):
		cursor = self.read_up()
		_version, number, rights = cursor.split(".")
		self.assertTrue(self.get(f"1.{int(number) + 1000}.{rights}")["restart"])

	def test_migrate_numbers_what_has_no_number(self):
		visit = self.make_visit()
		frappe.db.commit()
		frappe.db.delete("Visit Change", {"name": visit.name})
		frappe.db.commit()
		cursor = self.read_up()

		changes.note_unnoted()

		self.assertIn(visit.name, [told["name"] for told in self.get(cursor)["visits"]])


class TestManyWriters(FeedTestCase):
	def test_a_reader_that_pages_while_eight_write_ends_with_what_the_table_has(self):
		for seed in range(ROUNDS):
			with self.subTest(seed=seed):
				self.write_and_read(seed)

	def write_and_read(self, seed: int) -> None:
		visits = [self.make_visit().name for _number in range(WRITERS)]
		self.days = [add_days(today(), number) for number in range(1, 91)]
		frappe.db.commit()
		copy, is_over = Copy(self.readers), Event()
		with watched_errors(), ThreadPoolExecutor(WRITERS + 1) as pool:
			reader = pool.submit(copy.read_until, is_over)
			ends = time.monotonic() + SECONDS
			writers = [
				pool.submit(self.write, Random(f"{seed} {one}"), visits, ends) for one in range(WRITERS)
			]
			try:
				done = sum((writer.result() for writer in writers), Counter())
			finally:
				is_over.set()
			reader.result()
		frappe.db.rollback()

		self.assertGreater(done["save"], 0, done)
		self.assertEqual(get_differences(copy.visits, get_table()), {}, done)

	def write(self, random: Random, visits: list[str], ends: float) -> Counter:
		"""Make, plan, submit, cancel and delete visits; some that others write, too."""
		done = Counter()
		while time.monotonic() < ends:
			what, sent = self.choose(random, visits)
			answer = self.users.send(sent)
			done[what] += answer.status == 200
			if what == "new" and answer.status == 200:
				visits.append(answer.body["data"]["name"])
			time.sleep(random.uniform(0, 0.02))
		return done

	def choose(self, random: Random, visits: list[str]) -> tuple[str, Request]:
		name = random.choice(visits[:WRITERS] if random.random() < 0.5 else visits)
		day = self.days[random.randrange(90)]
		done = {"completion_status": "Fully Completed", "docstatus": 1}
		ways = {
			"new": post(REST, new_visit(mntc_date=day)),
			"save": Request(USER, "PUT", f"{REST}/{name}", {"mntc_date": day}),
			"many": request(*[operation("plan", random.choice(visits), mntc_date=day) for _one in range(4)]),
			"submit": Request(USER, "PUT", f"{REST}/{name}", done),
			"cancel": call("frappe.desk.form.save.cancel", doctype=VISIT, name=name),
			"delete": Request(USER, "DELETE", f"{REST}/{name}"),
		}
		(what,) = random.choices(list(ways), (3, 8, 4, 2, 2, 2))
		return what, ways[what]


class Copy:
	"""A program's copy, in the memory of a thread of its own."""

	def __init__(self, readers: Users) -> None:
		self.readers, self.cursor, self.visits = readers, None, {}

	def read_until(self, is_over: Event) -> None:
		while not is_over.is_set():
			self.read_page()
		self.read_all()

	def read_all(self) -> None:
		while self.read_page():
			pass

	def read_page(self) -> bool:
		answer = self.readers.send(ask(self.cursor, 50))
		assert answer.status == 200, f"{answer.text:.600} {answer.error}"
		page = answer.body["message"]
		for visit in page["visits"]:
			self.visits[visit["name"]] = visit
		for name in (*page["deleted"], *page["unreadable"]):
			self.visits.pop(name, None)
		self.cursor = page["cursor"]
		return page["more"]


def ask(after: str | None, limit: int) -> Request:
	data = {"limit": str(limit), **({"after": after} if after else {})}
	return Request(READER, "GET", GET_CHANGES, data)


def get_table() -> dict[str, dict]:
	return {name: frappe.get_doc(VISIT, name).as_dict() for name in frappe.get_all(VISIT, pluck="name")}


def get_differences(copy: dict[str, dict], table: dict[str, dict]) -> dict[str, tuple]:
	told = {name: get_facts(visit) for name, visit in copy.items()}
	there = {name: get_facts(visit) for name, visit in table.items()}
	return {
		name: (told.get(name), there.get(name))
		for name in told.keys() | there.keys()
		if told.get(name) != there.get(name)
	}


def get_facts(visit: dict) -> tuple:
	return (
		str(visit["modified"]),
		visit["docstatus"],
		str(visit["mntc_date"]),
		[(row["name"], row["service_person"], row["completion_status"]) for row in visit["purposes"]],
	)


def forget_reader() -> None:
	change_settings(api_requests_per_minute=600)
	frappe.db.delete("User Permission", {"user": READER})
	frappe.delete_doc("User", READER, force=True)
	frappe.db.commit()
