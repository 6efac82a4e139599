"""Planning: a technician is in one place at a time, and knows of his visits."""

import frappe
from frappe.translate import clear_cache
from frappe.utils import add_days, format_datetime, getdate, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.dates import DoubleBookingError
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.status import (
	LAST_DAY,
	set_overdue_visits_of_new_day,
)
from maintenance_visit_app.tests import (
	CLINIC,
	HOTEL,
	JULIE,
	KARIM,
	SPLIT,
	VisitTestCase,
	change_settings,
	desk_requests,
	do_work,
	make_services,
	make_visit,
	set_language_of_the_site,
)
from maintenance_visit_app.tests.test_statements import count_statements

# Far from the visits of the demo company, and from today when the tests run past midnight
DAY = add_days(today(), 70)
JULIES_USER, KARIMS_USER = "julie.perrin@example.com", "karim.benali@example.com"


class TestDoubleBooking(VisitTestCase):
	def setUp(self) -> None:
		self.visit = make_visit(mntc_date=DAY, mntc_time="09:00:00", planned_duration=2 * 3600).insert()

	def test_technician_with_another_visit_at_the_time_is_told(self):
		frappe.clear_messages()
		self.make_other("10:30:00").insert()

		told = frappe.utils.strip_html(str(frappe.get_message_log()))
		for fragment in (JULIE, HOTEL, self.visit.name):
			self.assertIn(fragment, told)

	def test_it_is_refused_where_the_settings_say_so(self):
		change_settings(refuse_double_booking=1)

		with self.assert_throws(DoubleBookingError, JULIE, self.visit.name, "Choose another time"):
			self.make_other("10:30:00").insert()

	def test_after_before_by_another_or_on_another_day_is_no_double_booking(self):
		change_settings(refuse_double_booking=1)
		for values in (
			{"mntc_time": "11:00:00"},
			{"mntc_time": "07:00:00"},
			{"mntc_time": "08:59:00", "planned_duration": 60},
			{"mntc_time": "09:30:00", "mntc_date": add_days(DAY, 1)},
			{"mntc_time": None},
		):
			with self.subTest(values=values):
				self.assertTrue(self.make_other("09:30:00").update(values).insert().name)
		self.assertTrue(self.make_other("09:30:00", KARIM).insert().name)

	def test_visit_over_midnight_and_of_several_days_is_told_the_day_after_and_the_day_before(self):
		change_settings(refuse_double_booking=1)
		night = self.make_other("22:00:00").update({"planned_duration": 12 * 3600}).insert()
		roof = self.make_other("08:00:00", KARIM).update({"planned_duration": 3 * 24 * 3600}).insert()
		booked = (
			({"mntc_date": add_days(DAY, 1), "mntc_time": "09:00:00"}, JULIE, night),
			({"mntc_date": add_days(DAY, 2), "mntc_time": "14:00:00"}, KARIM, roof),
			(
				{"mntc_date": add_days(DAY, -1), "mntc_time": "20:00:00", "planned_duration": 86400},
				KARIM,
				roof,
			),
		)
		for values, technician, other in booked:
			with self.subTest(values=values), self.assert_throws(DoubleBookingError, technician, other.name):
				self.make_other("09:00:00", technician).update(values).insert()

		with self.assert_throws(DoubleBookingError, f"at {format_datetime(f'{DAY} 22:00:00')}"):
			self.make_other("09:00:00").update({"mntc_date": add_days(DAY, 1)}).insert()
		for moment, technician in (
			(f"{add_days(DAY, 1)} 10:00:00", JULIE),
			(f"{add_days(DAY, 3)} 08:00:00", KARIM),
		):
			day, time = moment.split()
			self.assertTrue(self.make_other(time, technician).update({"mntc_date": day}).insert().name)

	def test_visit_without_duration_takes_the_hour_that_the_calendar_shows(self):
		change_settings(refuse_double_booking=1)

		with self.assert_throws(DoubleBookingError, self.visit.name):
			desk_requests.save(self.make_other("08:01:00"))

	def test_who_may_not_read_the_other_visit_learns_no_customer(self):
		make_visit(CLINIC, {SPLIT: None}, mntc_date=DAY, mntc_time="09:30:00").insert()
		frappe.db.set_value("Customer", CLINIC, "customer_name", CLINIC)
		self.restrict(JULIES_USER, "Customer", CLINIC)
		frappe.set_user(JULIES_USER)
		frappe.clear_messages()

		desk_requests.save(self.make_other("09:30:00"))

		told = frappe.utils.strip_html(str(frappe.get_message_log()))
		self.assertIn(f"{JULIE} has another visit at 09:00", told)
		self.assertIn(f"{JULIE} is at {CLINIC} at 09:30", told)
		self.assertNotIn(HOTEL, told)
		self.assertNotIn(self.visit.name, told)

	def test_name_of_a_customer_or_an_item_is_text_in_messages(self):
		self.visit.db_set("customer_name", "<img src=x onerror=alert(1)>")
		frappe.clear_messages()

		desk_requests.save(self.make_other("10:30:00"))

		told = str(frappe.get_message_log())
		self.assertIn("&lt;img src=x", told)
		self.assertNotIn("<img", told)

	def test_visit_that_moves_into_another_one_is_found(self):
		change_settings(refuse_double_booking=1)
		other = self.make_other("14:00:00").insert()
		other.mntc_time = "09:15:00"

		with self.assert_throws(DoubleBookingError, self.visit.name):
			other.save()

	def test_work_that_is_recorded_afterwards_books_nobody(self):
		change_settings(refuse_double_booking=1)

		self.assertTrue(do_work(self.make_other("09:30:00")).insert().submit().name)

	def make_other(self, time: str, technician: str = JULIE):
		return make_visit(CLINIC, {SPLIT: None}, technician, mntc_date=DAY, mntc_time=time)


class TestAssignment(VisitTestCase):
	def test_planned_visit_is_assigned_until_it_is_submitted(self):
		visit = make_visit(mntc_date=DAY).insert()
		self.assertEqual(get_open_assignments(visit), {JULIES_USER})

		do_work(visit.reload()).save().submit()
		self.assertEqual(get_open_assignments(visit), set())

	def test_another_technician_takes_over_and_a_dispatchers_own_assignment_stays(self):
		visit = make_visit(mntc_date=DAY).insert()
		frappe.call(
			"frappe.desk.form.assign_to.add",
			{"doctype": visit.doctype, "name": visit.name, "assign_to": ["anne.lefort@example.com"]},
		)

		visit.reload().purposes[0].service_person = KARIM
		visit.save()

		self.assertEqual(get_open_assignments(visit), {KARIMS_USER, "anne.lefort@example.com"})

	def test_assignment_moves_along_with_its_visit_and_nothing_is_said(self):
		visit = make_visit(mntc_date=DAY).insert()
		frappe.clear_messages()

		visit.reload().mntc_date = add_days(DAY, 5)
		visit.save()

		todo = frappe.get_last_doc("ToDo", {"reference_name": visit.name})
		self.assertEqual(getdate(todo.date), getdate(add_days(DAY, 5)))
		self.assertEqual(get_open_assignments(visit), {JULIES_USER})
		self.assertEqual(frappe.get_message_log(), [])

	def test_submit_in_desk_closes_assignments(self):
		visit = desk_requests.save(make_visit(mntc_date=today()))
		self.assertEqual(get_open_assignments(visit), {JULIES_USER})

		desk_requests.save(do_work(visit), "Submit")

		self.assertEqual(get_open_assignments(visit), set())
		self.assertEqual(frappe.get_all("ToDo", {"reference_name": visit.name}, pluck="status"), ["Closed"])

	def test_visit_of_today_or_overdue_is_assigned_and_moves_to_another_technician(self):
		for day in (today(), add_days(today(), -3)):
			with self.subTest(day=day):
				visit = desk_requests.save(make_visit(mntc_date=day))
				self.assertEqual(get_open_assignments(visit), {JULIES_USER})

				visit.purposes[0].service_person = KARIM
				desk_requests.save(visit)

				self.assertEqual(get_open_assignments(visit), {KARIMS_USER})

	def test_visit_that_was_assigned_while_the_site_spoke_another_language_moves_too(self):
		self.addCleanup(set_language_of_the_site, "en")
		for former, present in (("en", "fr"), ("fr", "en"), ("fr", "de"), ("en-GB", "pt-BR")):
			with self.subTest(former=former, present=present):
				set_language_of_the_site(former)
				visit = desk_requests.save(make_visit(mntc_date=DAY))
				self.assertEqual(get_open_assignments(visit), {JULIES_USER})

				set_language_of_the_site(present)
				visit.purposes[0].service_person = KARIM
				desk_requests.save(visit)

				self.assertEqual(get_open_assignments(visit), {KARIMS_USER})

	def test_sentence_that_the_site_has_translated_itself_is_found_in_another_language(self):
		self.addCleanup(set_language_of_the_site, "en")
		sentence = {"source_text": "Maintenance visit to {0}", "translated_text": "Wartung bei {0}"}
		frappe.get_doc({"doctype": "Translation", "language": "de", **sentence}).insert()
		self.addCleanup(clear_cache)
		set_language_of_the_site("de")
		visit = desk_requests.save(make_visit(mntc_date=DAY))
		self.assertIn("Wartung", frappe.get_last_doc("ToDo", {"reference_name": visit.name}).description)

		set_language_of_the_site("fr")
		visit.purposes[0].service_person = KARIM
		desk_requests.save(visit)

		self.assertEqual(get_open_assignments(visit), {KARIMS_USER})

	def test_work_that_is_recorded_afterwards_is_assigned_to_nobody(self):
		frappe.db.delete("Notification Log")

		visit = desk_requests.save(do_work(make_visit()))
		self.assertEqual(frappe.get_all("ToDo", {"reference_name": visit.name}), [])
		at_once = make_visit(docstatus=1)
		do_work(at_once).submit()

		self.assertEqual(frappe.get_all("ToDo", {"reference_name": at_once.name}), [])
		self.assertEqual(frappe.get_all("Notification Log", {"document_name": visit.name}), [])

	def test_what_a_dispatcher_assigned_to_a_former_technician_stays(self):
		visit = make_visit(technician=KARIM, mntc_date=DAY)
		visit.purposes[0].service_person = None
		visit = desk_requests.save(visit)
		frappe.call(
			"frappe.desk.form.assign_to.add",
			{
				"doctype": visit.doctype,
				"name": visit.name,
				"assign_to": [JULIES_USER],
				"description": "Call the customer",
			},
		)
		visit.reload().purposes[0].service_person = JULIE
		visit = desk_requests.save(visit)

		visit.purposes[0].service_person = KARIM
		desk_requests.save(visit)

		self.assertEqual(get_open_assignments(visit), {JULIES_USER, KARIMS_USER})

	def test_assignments_cost_the_same_for_two_rows_and_for_forty(self):
		counts = []
		for rows in (2, 40):
			visit = make_visit(CLINIC, dict.fromkeys(make_services(rows)), mntc_date=DAY).insert()
			for row in visit.purposes:
				row.service_person = KARIM
			statements = count_statements(visit.save)
			counts.append(len([text for text in statements if "ToDo" in text]))
			self.assertEqual(get_open_assignments(visit), {KARIMS_USER})
		self.assertEqual(counts[0], counts[1])

	def test_nobody_is_assigned_where_the_settings_say_so(self):
		change_settings(assign_technicians=0)

		self.assertEqual(get_open_assignments(make_visit(mntc_date=DAY).insert()), set())

	def test_who_may_not_read_the_visit_is_told_of_and_the_visit_stays_shut_to_him(self):
		self.restrict(JULIES_USER, "Customer", CLINIC)
		frappe.clear_messages()

		visit = desk_requests.save(make_visit(mntc_date=DAY))

		self.assertEqual(get_open_assignments(visit), set())
		self.assertIn("may not read this visit", str(frappe.get_message_log()))
		self.assertFalse(frappe.has_permission(doc=visit, user=JULIES_USER))

	def test_technician_without_user_is_no_obstacle(self):
		frappe.db.set_value("Sales Person", JULIE, "employee", None)

		self.assertEqual(get_open_assignments(make_visit(mntc_date=DAY).insert()), set())


class TestStatusOnRead(VisitTestCase):
	def test_list_and_cards_agree_with_the_form_as_soon_as_a_day_has_begun(self):
		visit = make_visit(mntc_date=DAY).insert()
		yesterday = {"mntc_date": add_days(today(), -1)}
		frappe.db.set_value("Maintenance Visit", visit.name, yesterday, update_modified=False)
		frappe.cache.delete_value(LAST_DAY)

		set_overdue_visits_of_new_day()

		shown = frappe.call(
			"frappe.client.get_count",
			doctype="Maintenance Visit",
			filters=[["name", "=", visit.name], ["status", "=", "Overdue"]],
		)
		self.assertEqual(shown, 1)
		modified = frappe.db.get_value("Maintenance Visit", visit.name, "modified")
		self.assertEqual(str(modified), visit.modified)

	def test_tick_that_finds_the_day_known_asks_the_database_nothing(self):
		frappe.cache.set_value(LAST_DAY, today())
		self.addCleanup(frappe.cache.delete_value, LAST_DAY)

		self.assertEqual(count_statements(set_overdue_visits_of_new_day), [])

	def test_visit_whose_day_has_passed_is_overdue_before_the_daily_job_says_so(self):
		visit = make_visit(mntc_date=DAY).insert()
		frappe.db.set_value("Maintenance Visit", visit.name, "mntc_date", add_days(today(), -1))

		self.assertEqual(frappe.get_doc("Maintenance Visit", visit.name).status, "Overdue")


def get_open_assignments(visit) -> set[str]:
	filters = {"reference_type": visit.doctype, "reference_name": visit.name, "status": "Open"}
	return set(frappe.get_all("ToDo", filters, pluck="allocated_to"))
