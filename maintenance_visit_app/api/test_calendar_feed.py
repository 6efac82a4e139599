"""A telephone's calendar asks for visits by a secret address, as such programs do: without logging in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import add_days, get_system_timezone, get_test_client, getdate, today
from frappe.utils.password import update_password
from icalendar import Calendar, Event
from werkzeug.test import Client, TestResponse

from maintenance_visit_app.api import calendar_events, calendar_feed
from maintenance_visit_app.tests import BOILER, CLINIC, HOTEL, JULIE, KARIM, SPLIT, make_visit
from maintenance_visit_app.tests.parts import TECHNICIAN
from maintenance_visit_app.tests.test_rest_api import APITestCase
from maintenance_visit_app.tests.test_statements import count_statements

SUBSCRIBE = "/api/method/maintenance_visit_app.api.calendar_feed.subscribe"
MANAGER = "claire.dubois@example.com"
DAY = getdate(add_days(today(), 21))


class TestCalendarFeed(APITestCase):
	def setUp(self) -> None:
		super().setUp()
		self.addCleanup(self.forget)
		frappe.cache.delete_keys("rl:")

	def test_technician_sees_the_own_visits_where_they_are_and_when(self):
		timed = make_visit(mntc_date=DAY, mntc_time="09:30:00", planned_duration=5400).insert()
		whole_day = make_visit(mntc_date=DAY, mntc_time=None).insert()
		others = make_visit(CLINIC, {SPLIT: None}, KARIM, mntc_date=DAY).insert()

		frappe.db.set_value("Address", timed.customer_address, "service_position", "45.18850, 5.72450")
		self.addCleanup(frappe.db.set_value, "Address", timed.customer_address, "service_position", None)

		events = self.read(self.subscribe())

		self.assertNotIn(others.name, events)
		event = events[timed.name]
		zone = ZoneInfo(get_system_timezone())
		start = datetime(DAY.year, DAY.month, DAY.day, 9, 30, tzinfo=zone)
		self.assertEqual((event.start, event.end), (start, start + timedelta(minutes=90)))
		self.assertIn(HOTEL, event["summary"])
		self.assertIn(frappe.db.get_value("Item", BOILER, "item_name"), event["summary"])
		self.assertIn("12 place Victor Hugo, Grenoble", event["location"])
		self.assertIn("+33 6", event["description"])
		self.assertTrue(event["url"].endswith(timed.name))
		self.assertEqual(event["status"], "CONFIRMED")
		self.assertEqual(event["geo"].to_ical(), "45.1885;5.7245")
		day = events[whole_day.name]
		self.assertEqual((day.start, day.end), (DAY, DAY + timedelta(days=1)))
		self.assertIs(type(day.start), date)

	def test_moved_and_cancelled_visits_are_the_same_events_with_a_higher_number(self):
		path = self.subscribe()
		visit = make_visit(mntc_date=DAY, mntc_time="09:30:00").insert()
		first = self.read(path)[visit.name]
		visit.reload().update({"mntc_time": "14:00:00"}).save()
		moved = self.read(path)[visit.name]
		visit.reload().update({"mntc_date": today(), "completion_status": "Fully Completed"})
		visit.purposes[0].work_done = "Burner cleaned."
		visit.save().submit().cancel()
		cancelled = self.read(path)[visit.name]

		self.assertEqual(len({event["uid"] for event in (first, moved, cancelled)}), 1)
		self.assertLess(first["sequence"], moved["sequence"])
		self.assertLess(moved["sequence"], cancelled["sequence"])
		self.assertEqual((moved.start.hour, cancelled["status"]), (14, "CANCELLED"))

	def test_team_is_whoever_the_owner_may_read(self):
		hotel = make_visit(mntc_date=DAY).insert()
		clinic = make_visit(CLINIC, {SPLIT: None}, None, mntc_date=DAY).insert()
		path = self.subscribe(whole_team=True)
		both = self.read(path)
		self.restrict(TECHNICIAN, "Customer", CLINIC)

		restricted = self.read(path)

		self.assertLessEqual({hotel.name, clinic.name}, both.keys())
		self.assertEqual(both[clinic.name]["status"], "TENTATIVE")
		self.assertIn(clinic.name, restricted)
		self.assertNotIn(hotel.name, restricted)

	def test_nothing_new_is_told_without_the_text(self):
		path = self.subscribe()
		visit = make_visit(mntc_date=DAY).insert()
		first = self.fetch(path)
		again = self.fetch(path, {"If-None-Match": first.headers["ETag"]})
		visit.reload().update({"mntc_date": add_days(DAY, 1)}).save()
		changed = self.fetch(path, {"If-None-Match": first.headers["ETag"]})

		self.assertEqual((first.status_code, first.mimetype), (200, "text/calendar"))
		self.assertEqual((again.status_code, again.get_data()), (304, b""))
		self.assertEqual(changed.status_code, 200)

	def test_key_is_nowhere_to_be_read_and_can_be_revoked(self):
		path = self.subscribe()
		calendar = frappe.get_last_doc("Visit Calendar")
		key = path.partition("key=")[2]
		self.assertNotIn(key, frappe.as_json(calendar))
		self.assertEqual((calendar.owner, calendar.service_person), (TECHNICIAN, JULIE))
		self.fetch(path)
		self.assertTrue(frappe.db.get_value("Visit Calendar", calendar.name, "last_read"))

		self.assertEqual(self.request("DELETE", f"/api/resource/Visit Calendar/{calendar.name}")[0], 202)

		closed = self.fetch(path)
		self.assertEqual(closed.status_code, 404)
		self.assertIn("Subscribe anew from the list of visits", closed.get_data(as_text=True))

	def test_disabled_users_address_is_closed(self):
		path = self.subscribe()
		frappe.db.set_value("User", TECHNICIAN, "enabled", 0)
		self.addCleanup(frappe.db.set_value, "User", TECHNICIAN, "enabled", 1)
		frappe.clear_cache(user=TECHNICIAN)

		self.assertEqual(self.fetch(path).status_code, 404)

	def test_who_tries_the_address_in_his_own_browser_stays_logged_in_as_himself(self):
		path = self.subscribe()
		browser = self.log_in(MANAGER)
		self.assertIn("BEGIN:VCALENDAR", self.fetch(path, client=browser).get_data(as_text=True))

		answer = self.fetch("/api/method/frappe.auth.get_logged_user", client=browser)

		self.assertEqual(answer.get_json(), {"message": MANAGER})

	def test_who_guesses_is_told_to_stop(self):
		path = self.subscribe()
		statuses = [self.fetch(path).status_code for _ in range(calendar_feed.REQUESTS_AN_HOUR + 1)]

		self.assertEqual(set(statuses[:-1]), {200})
		self.assertEqual(statuses[-1], 429)

	def test_who_is_no_technician_names_one_or_the_team(self):
		frappe.set_user("paul.mercier@example.com")
		self.addCleanup(frappe.set_user, "Administrator")

		with self.assertRaisesRegex(frappe.ValidationError, "You are not among the technicians"):
			calendar_feed.subscribe()
		self.assertIn("?key=", calendar_feed.subscribe(KARIM)["url"])

	def test_guest_makes_no_calendar(self):
		self.assertEqual(self.request("POST", SUBSCRIBE, {}, authorized=False)[0], 403)

	def test_two_hundred_visits_cost_as_many_statements_as_two(self):
		visits = [make_visit(mntc_date=DAY).insert().name for _ in range(6)]
		few, many = (
			frappe.get_all("Maintenance Visit", {"name": ("in", names)}, "*")
			for names in (visits[:2], visits)
		)
		calendar_events.write_calendar("Visits", few)  # Frappe 15 asks once what kind of DocTypes these are

		for_few = count_statements(lambda: calendar_events.write_calendar("Visits", few))
		for_many = count_statements(lambda: calendar_events.write_calendar("Visits", many))

		self.assertEqual(len(for_few), 3)
		self.assertEqual(len(for_many), 3)

	def subscribe(self, **values) -> str:
		"""Return the path of a new address of the technician."""
		status, body = self.request("POST", SUBSCRIBE, values)
		self.assertEqual(status, 200, body)
		url = urlsplit(body["message"]["url"])
		return f"{url.path}?{url.query}"

	def read(self, path: str) -> dict[str, Event]:
		"""Return {visit: event} as a calendar reads them."""
		answer = self.fetch(path)
		self.assertEqual(answer.status_code, 200, answer.get_data(as_text=True))
		events = Calendar.from_ical(answer.get_data()).walk("VEVENT")
		return {event["uid"].partition("@")[0]: event for event in events}

	def log_in(self, user: str) -> Client:
		"""Return that user's browser."""
		password = frappe.generate_hash(length=12)
		update_password(user, password)
		self.addCleanup(frappe.db.commit)
		self.addCleanup(frappe.db.delete, "__Auth", {"doctype": "User", "name": user})
		browser = get_test_client()
		self.fetch("/api/method/login", client=browser, data={"usr": user, "pwd": password}, method="POST")
		return browser

	def fetch(
		self, path: str, headers: dict | None = None, client: Client | None = None, **request
	) -> TestResponse:
		"""Ask as a calendar does: as nobody, by the address alone."""
		frappe.db.commit()
		headers, client = {"X-Frappe-Site-Name": self.site, **(headers or {})}, client or get_test_client()
		with ThreadPoolExecutor(1) as pool:
			# As far as what Frappe does after an answer
			answer = pool.submit(client.open, path, headers=headers, buffered=True, **request).result()
		frappe.db.rollback()
		return answer

	def forget(self) -> None:
		frappe.db.delete("Visit Calendar")
		frappe.db.delete("User Permission", {"user": TECHNICIAN})
		frappe.db.commit()
		frappe.clear_cache(user=TECHNICIAN)
