"""What a request sends along that is nobody's to say, and what is stored then."""

from unittest.mock import patch

import frappe
from frappe.desk.form.save import savedocs
from frappe.utils import add_days, today

from maintenance_visit_app.demo.documents import amend_visit
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.later_visits import LaterVisitsError
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.test_sign_off import SIGNATURE
from maintenance_visit_app.maintenance_visits.mappers.from_sales_order import make_maintenance_visit
from maintenance_visit_app.maintenance_visits.mappers.test_follow_up import make_partial_visit
from maintenance_visit_app.tests import (
	BOILER,
	CLINIC,
	HOTEL,
	SPLIT,
	VisitTestCase,
	do_work,
	make_order,
	make_visit,
	make_yearly_schedule,
)
from maintenance_visit_app.tests.desk_requests import cancel, save
from maintenance_visit_app.tests.test_permissions import MAINTENANCE_USER

VISIT, ROW = "Maintenance Visit", "Maintenance Visit Purpose"
SCRIPT = "<img src=x onerror=alert(1)>"


class TestCancel(VisitTestCase):
	"""Desk's savedocs with the action Cancel: Frappe stores what it is sent, and asks no rule of a visit."""

	def test_order_follows_what_was_stored_not_what_is_sent(self):
		order = make_order(items=(BOILER,))
		visit = save(save(do_work(make_maintenance_visit(order.name))), "Submit")
		self.assertEqual(order.reload().maintenance_status, "Fully Serviced")
		visit.purposes[0].update(
			dict.fromkeys(("prevdoc_doctype", "prevdoc_docname", "prevdoc_detail_docname"))
		)

		cancelled = save(visit, "Cancel")

		self.assertEqual(cancelled.status, "Cancelled")
		self.assertEqual(cancelled.purposes[0].prevdoc_docname, order.name)
		self.assertEqual(order.reload().maintenance_status, "Not Visited")

	def test_date_of_a_schedule_is_open_again(self):
		schedule = make_yearly_schedule()
		visit = do_work(make_visit(HOTEL, maintenance_schedule=schedule.name))
		visit.purposes[0].maintenance_schedule_detail = schedule.schedules[0].name
		visit = save(save(visit), "Submit")
		self.assertEqual(schedule.reload().schedules[0].completion_status, "Fully Completed")

		save(visit.update({"purposes": []}), "Cancel")

		self.assertEqual(schedule.reload().schedules[0].completion_status, "Pending")
		self.assertEqual(len(frappe.get_doc(VISIT, visit.name).purposes), 1)

	def test_nothing_that_is_sent_along_is_stored(self):
		visit = save(save(do_work(make_visit())), "Submit")
		sent = {
			"customer_feedback": SCRIPT,
			"address_display": SCRIPT,
			"signed_by": "Mme Roux",
			"customer_signature": SIGNATURE,
			"signature_status": "Signed",
			"working_hours": 99,
			"mntc_date": "9999-12-31",
			"billing_status": "Not Billable",
			"amended_from": visit.name,
		}
		before = visit.as_dict()

		cancelled = save(visit.update(sent), "Cancel")

		kept = {fieldname: before[fieldname] for fieldname in sent} | {"billing_status": None}
		self.assertEqual({fieldname: cancelled.get(fieldname) for fieldname in sent}, kept)

	def test_later_visit_is_later_whatever_date_is_sent(self):
		order = make_order(items=(BOILER, SPLIT))
		first, _second = (self.visit_of(order, item, days) for item, days in ((BOILER, -2), (SPLIT, -1)))

		with self.assert_throws(LaterVisitsError, "later visits"):
			save(first.update({"mntc_date": today(), "mntc_time": "23:59:59"}), "Cancel")

	def test_lists_and_texts_where_none_belong_are_dropped(self):
		visit = save(save(do_work(make_visit())), "Submit")
		sent = frappe.parse_json(visit.as_json())
		sent["mntc_time"] = "noon"
		sent["purposes"][0].update({"prevdoc_doctype": ["a"], "prevdoc_docname": ["x"]})
		frappe.response.docs = []

		savedocs(frappe.as_json(sent), "Cancel")

		self.assertEqual(frappe.db.get_value(VISIT, visit.name, "status"), "Cancelled")

	def test_field_that_the_site_added_comes_along(self):
		visit = save(save(do_work(make_visit())), "Submit")
		added = visit.meta.get_field("customer_feedback")

		with patch.object(added, "is_custom_field", 1, create=True):
			cancelled = save(visit.update({"customer_feedback": "A typo."}), "Cancel")

		self.assertEqual(cancelled.customer_feedback, "A typo.")

	def visit_of(self, order, item, days):
		visit = make_maintenance_visit(order.name)
		visit.purposes = [row for row in visit.purposes if row.item_code == item]
		return save(save(do_work(visit.update({"mntc_date": add_days(today(), days)}))), "Submit")


class TestOthersVisits(VisitTestCase):
	"""What a user may not change doesn't become his by the customer that he sends."""

	def test_visit_of_another_customer_is_neither_taken_nor_cancelled(self):
		draft = save(do_work(make_visit(HOTEL)))
		done = save(save(do_work(make_visit(HOTEL))), "Submit")
		self.restrict(MAINTENANCE_USER, "Customer", CLINIC)
		frappe.set_user(MAINTENANCE_USER)
		own = {"customer": CLINIC, "customer_name": None, "customer_address": None, "contact_person": None}

		for visit, action in ((draft, "Save"), (draft, "Submit"), (done, "Cancel")):
			with self.subTest(action), self.assertRaises(frappe.PermissionError):
				save(visit.update(own), action)
		with self.assertRaises(frappe.PermissionError):
			frappe.client.set_value(VISIT, draft.name, "customer", CLINIC)

		stored = [
			frappe.db.get_value(VISIT, visit.name, ["customer", "docstatus"]) for visit in (draft, done)
		]
		self.assertEqual(stored, [(HOTEL, 0), (HOTEL, 1)])


class TestAmendedFrom(VisitTestCase):
	def test_nobody_amends_what_he_may_not_read(self):
		visit = cancel(save(save(do_work(make_visit(HOTEL))), "Submit"))
		self.restrict(MAINTENANCE_USER, "Customer", CLINIC)
		frappe.set_user(MAINTENANCE_USER)

		with self.assertRaises(frappe.PermissionError):
			save(make_visit(CLINIC, amended_from=visit.name))

	def test_what_a_visit_amends_is_said_once(self):
		visit = make_visit().insert()

		frappe.client.set_value(VISIT, visit.name, "amended_from", visit.name)

		self.assertIsNone(frappe.db.get_value(VISIT, visit.name, "amended_from"))

	def test_visits_that_amend_each_other_hold_nobody_up(self):
		visit = cancel(make_partial_visit().reload())
		frappe.db.set_value(VISIT, visit.name, "amended_from", visit.name)

		with self.assert_throws(frappe.ValidationError, "is cancelled"):
			save(make_visit(HOTEL, {BOILER: None}, follow_up_of=visit.name))


class TestFormerSources(VisitTestCase):
	"""A migrate makes links of them, which nobody checks then."""

	def test_nobody_sends_what_a_migrate_would_make_a_link_of(self):
		order = make_order(CLINIC)
		visit = make_visit(HOTEL)
		visit.purposes[0].update({"former_source_doctype": "Sales Order", "former_source": order.name})

		row = save(visit).purposes[0]

		self.assertEqual((row.former_source_doctype, row.former_source), (None, None))

	def test_what_was_said_before_stays_also_when_amended(self):
		visit = save(do_work(make_visit()))
		former = {"former_source_doctype": "Warranty Claim", "former_source": "SER-1"}
		frappe.db.set_value(ROW, visit.purposes[0].name, former)

		visit = save(save(visit.reload()), "Submit")
		amended = save(amend_visit(cancel(visit)))

		self.assertEqual(amended.purposes[0].former_source, "SER-1")
