"""What no field can hold is told in a sentence, whoever sends it, and nothing is saved."""

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import OddValueError
from maintenance_visit_app.maintenance_visits.mappers import from_sales_order
from maintenance_visit_app.maintenance_visits.planning import calendar
from maintenance_visit_app.tests import JULIE, VisitTestCase, desk_requests, do_work, make_order, make_visit

DAY = add_days(today(), 9)


class TestValues(VisitTestCase):
	def test_what_a_field_of_the_visit_cannot_hold_is_told_with_its_label(self):
		for fieldname, value, *fragments in (
			("planned_duration", -60, "Planned Duration", "not negative"),
			("planned_duration", "soon", "Planned Duration", "counted in seconds"),
			("rating", 7, "Rating", "from 0 to 1"),
			("rating", float("nan"), "Rating", "from 0 to 1"),
			("mntc_date", "someday", "Maintenance Date", "it is not a date"),
			("mntc_date", "5", "Maintenance Date", "it is not a date"),
			("mntc_date", "9999-12-31", "Maintenance Date", "between 1900 and 2199"),
			("mntc_date", "0001-01-01", "Maintenance Date", "it is not a date"),
			("mntc_date", "0002-01-01", "Maintenance Date", "between 1900 and 2199"),
			("mntc_time", "noon", "Maintenance Time", "it is not a time of the day"),
			("mntc_time", "25:00:00", "Maintenance Time", "it is not a time of the day"),
			("billable_hours", "nan", "Billable Hours", "it is not a number"),
		):
			visit = make_visit(mntc_date=DAY).update({fieldname: value})
			with (
				self.subTest(fieldname=fieldname, value=value),
				self.assert_throws(OddValueError, *fragments),
			):
				desk_requests.save(visit)

	def test_list_where_one_value_is_wanted_is_told(self):
		for fieldname, value in (
			("mntc_date", [str(DAY)]),
			("mntc_time", {"h": 9}),
			("customer_feedback", [1]),
		):
			values = {**make_visit(mntc_date=DAY).as_dict(), fieldname: value}
			with self.subTest(fieldname=fieldname), self.assert_throws(OddValueError, "it is a list"):
				frappe.call("frappe.client.insert", doc=values)

	def test_list_in_what_is_printed_or_mapped_before_it_is_saved_is_told(self):
		order = make_order()
		for fieldname in ("address_display", "customer_name"):
			values = {**make_visit().as_dict(), fieldname: ["x"]}
			with self.subTest(fieldname=fieldname):
				with self.assert_throws(OddValueError, "it is a list"):
					frappe.call(
						"frappe.www.printview.get_html_and_style",
						doc=frappe.as_json(values),
						print_format="Service Report",
					)
				with self.assert_throws(OddValueError, "it is a list"):
					frappe.call(
						f"{from_sales_order.__name__}.make_maintenance_visit",
						source_name=order.name,
						target_doc=frappe.as_json(values),
					)

	def test_number_that_is_sent_for_a_text_is_kept_and_printed_as_text(self):
		values = make_visit().as_dict()
		values["purposes"][0]["complaint"] = 7.5

		printed = frappe.call(
			"frappe.www.printview.get_html_and_style",
			doc=frappe.as_json(values),
			print_format="Service Report",
		)
		kept = frappe.call("frappe.client.insert", doc=values)

		self.assertIn("7.5", printed["html"])
		self.assertEqual(kept["purposes"][0]["complaint"], "7.5")

	def test_checklist_with_a_list_in_a_row_is_refused_and_leaves_nothing(self):
		checklist = {
			"doctype": "Maintenance Checklist",
			"title": "Odd",
			"tasks": [{"task": "Look", "idx": [None]}],
		}
		with self.assert_throws(OddValueError, "Row", "Tasks", "it is a list"):
			frappe.call("frappe.client.insert", doc=checklist)
		self.assertFalse(frappe.db.exists("Maintenance Checklist", "Odd"))

	def test_what_a_row_cannot_hold_is_told_with_its_row(self):
		for values, *fragments in (
			({"from_time": "this morning"}, "Row #1 of Time Logs", "Check In", "it is not a date and time"),
			({"from_time": "9999-12-31 23:59:59"}, "Row #1 of Time Logs", "Check In", "the year"),
			({"from_time": f"{today()}T00:00:00+00:00"}, "Row #1 of Time Logs", "names a time zone"),
			({"from_time": 12}, "Row #1 of Time Logs", "it is not a date and time"),
		):
			with self.subTest(values=values), self.assert_throws(OddValueError, *fragments):
				desk_requests.save(make_visit(time_logs=[{"service_person": JULIE, **values}]))
		visit = make_visit()
		visit.purposes[0].work_done = ["a list"]
		with self.assert_throws(OddValueError, "Row #1 of", "Work Done"):
			visit.insert()

	def test_what_somebody_typed_is_text_in_the_message(self):
		with self.assertRaises(OddValueError) as refused:
			desk_requests.save(make_visit(mntc_date="<img src=x>"))

		self.assertIn("&lt;img src=x&gt;", str(refused.exception))

	def test_what_can_be_is_saved(self):
		visit = make_visit(mntc_date=DAY, mntc_time="9:05", planned_duration="5400", rating=0.8)

		visit = desk_requests.save(visit)

		self.assertEqual((str(visit.mntc_time), visit.planned_duration), ("9:05:00", 5400))

	def test_submit_ahead_of_time_is_told(self):
		visit = desk_requests.save(do_work(make_visit(mntc_date=DAY)))
		frappe.clear_messages()

		desk_requests.save(visit, "Submit")

		self.assertIn("is still to come", str(frappe.get_message_log()))


class TestRequestsOfTheCalendar(VisitTestCase):
	def test_days_and_filters_that_are_none_are_told(self):
		for values, fragment in (
			({"start": "someday"}, "it is not a date"),
			({"end": "9999-12-31"}, "the year"),
			({"filters": "[malformed"}, "JSON is wanted"),
			({"filters": '{"status": "Planned"}'}, "JSON is wanted"),
			({"filters": ["status", "=", "Planned"]}, "JSON is wanted"),
		):
			with self.subTest(values=values), self.assert_throws(OddValueError, fragment):
				frappe.call(
					f"{calendar.__name__}.get_events",
					**{"doctype": "Maintenance Visit", "start": DAY, "end": DAY, **values},
				)

	def test_visit_dragged_to_no_time_stays(self):
		visit = make_visit(mntc_date=DAY, mntc_time="09:00:00").insert()

		for args, fragment in (
			("[malformed", "JSON is wanted"),
			("[]", "JSON is wanted"),
			({"planned_start": "then", "planned_end": f"{DAY} 10:00:00"}, "not a date and time"),
			({"planned_end": f"{DAY} 10:00:00"}, "not a date and time"),
			({"planned_start": f"{DAY} 10:00:00", "planned_end": f"{DAY} 08:00:00"}, "not negative"),
			({"planned_start": "9999-12-31 10:00:00", "planned_end": "9999-12-31 11:00:00"}, "the year"),
		):
			args = args if isinstance(args, str) else {"name": visit.name, **args}
			with self.subTest(args=args), self.assert_throws(OddValueError, fragment):
				frappe.call(f"{calendar.__name__}.move_visit", args=args, field_map="{}")
		self.assertEqual(str(visit.reload().mntc_time), "9:00:00")
