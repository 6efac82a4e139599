import frappe
from frappe.utils import add_days, getdate, today

from maintenance_visit_app.demo.documents import amend_visit
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.completion import (
	CompletionStatusError,
	WorkNotRecordedError,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.customer_details import (
	AddressOfAnotherCustomerError,
	get_customer_details,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.maintenance_visit import (
	PurposesRequiredError,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.serial_numbers import (
	SerialNoMismatchError,
)
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sources import SourceMismatchError
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.status import set_overdue_visits
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
	make_order,
	make_visit,
)
from maintenance_visit_app.tests.bare_site import get_linked_doctypes

# Frappe 15 would make its test records of each DocType that a visit leads to: ours come from the demo company
test_ignore = get_linked_doctypes("Maintenance Visit")


class TestCustomerDetails(VisitTestCase):
	def test_customer_alone_brings_names_groups_address_and_contact(self):
		visit = make_visit(HOTEL).insert()

		self.assertEqual(visit.customer_name, HOTEL)
		self.assertEqual((visit.customer_group, visit.territory), ("Hôtellerie", "Grenoble"))
		self.assertIn("12 place Victor Hugo", visit.address_display)
		self.assertEqual(visit.contact_display, "Sophie Garnier")
		self.assertEqual(visit.contact_email, "sophie.garnier@example.com")
		self.assertEqual(visit.contact_mobile, "+33 6 39 98 12 01")

	def test_visit_speaks_the_customers_language_or_the_sites(self):
		frappe.db.set_value("Customer", HOTEL, "language", "fr")
		frappe.db.set_value("Customer", CLINIC, "language", None)
		visit = make_visit(HOTEL).insert()
		self.assertEqual(visit.language, "fr")

		visit.reload().update({"customer": CLINIC}).save()

		self.assertEqual(visit.language, frappe.get_system_settings("language"))

	def test_customers_primary_address_goes_before_the_flagged_one(self):
		boiler_room = get_address("Chaufferie")
		frappe.db.set_value("Customer", HOTEL, "customer_primary_address", boiler_room)

		self.assertEqual(make_visit(HOTEL).insert().customer_address, boiler_room)

	def test_address_chosen_by_the_user_stays_and_is_shown(self):
		visit = make_visit(HOTEL, customer_address=get_address("Chaufferie")).insert()

		self.assertEqual(visit.customer_address, get_address("Chaufferie"))
		self.assertIn("3 rue Hector Berlioz", visit.address_display)

	def test_disabled_address_is_no_default(self):
		frappe.db.set_value("Address", {"address_title": f"{BAKERY} Magasin"}, "disabled", 1)

		visit = make_visit(BAKERY, {SPLIT: None}).insert()

		self.assertFalse(visit.customer_address)
		self.assertFalse(visit.address_display)

	def test_address_of_another_customer_is_refused(self):
		foreign = frappe.db.get_value("Address", {"address_title": f"{BAKERY} Magasin"})

		with self.assert_throws(AddressOfAnotherCustomerError, foreign, HOTEL, "leave the field empty"):
			make_visit(HOTEL, customer_address=foreign).insert()

	def test_another_customer_brings_all_of_his_own_details(self):
		visit = make_visit(HOTEL, {BOILER: None}).insert()

		visit.customer = CLINIC
		visit.save()

		self.assertEqual((visit.customer_name, visit.customer_group), (CLINIC, "Santé"))
		self.assertIn("27 cours Berriat", visit.address_display)
		self.assertEqual(visit.contact_display, "Hélène Vidal")

	def test_address_emptied_by_the_user_stays_empty(self):
		visit = make_visit(HOTEL).insert()

		visit.customer_address = None
		visit.save()

		self.assertFalse(visit.customer_address)
		self.assertFalse(visit.address_display)

	def test_form_gets_the_same_details_as_the_server_fills_in(self):
		visit = make_visit(HOTEL).insert()

		for fieldname, value in get_customer_details(HOTEL).items():
			self.assertEqual(visit.get(fieldname), value, fieldname)

	def test_details_are_kept_from_who_may_not_read_customers(self):
		frappe.set_user("Guest")

		with self.assertRaises(frappe.PermissionError):
			get_customer_details(HOTEL)


class TestDateAndStatus(VisitTestCase):
	def test_date_and_time_default_to_now(self):
		with self.freeze_time("2026-03-10 09:30:00"):
			visit = make_visit().insert()

		self.assertEqual(getdate(visit.mntc_date), getdate("2026-03-10"))
		self.assertEqual(str(visit.mntc_time), "09:30:00")

	def test_visit_planned_for_another_day_gets_no_time_that_nobody_chose(self):
		visit = make_visit(mntc_date=add_days(today(), 7)).insert()

		self.assertFalse(visit.mntc_time)

	def test_draft_without_technician_is_a_draft_and_with_one_planned(self):
		self.assertEqual(make_visit(technician=None).insert().status, "Draft")
		self.assertEqual(make_visit(technician=JULIE).insert().status, "Planned")

	def test_draft_of_yesterday_is_overdue_until_it_is_moved(self):
		visit = make_visit(mntc_date=add_days(today(), -1)).insert()
		self.assertEqual(visit.status, "Overdue")

		visit.mntc_date = add_days(today(), 1)
		self.assertEqual(visit.save().status, "Planned")

	def test_daily_job_marks_drafts_whose_day_has_passed_and_nothing_else(self):
		late, done = make_visit().insert(), do_work(make_visit()).insert().submit()
		frappe.db.set_value("Maintenance Visit", [late.name, done.name], "mntc_date", "2020-01-01")

		set_overdue_visits()

		self.assertEqual(frappe.db.get_value("Maintenance Visit", late.name, "status"), "Overdue")
		self.assertEqual(frappe.db.get_value("Maintenance Visit", done.name, "status"), "Submitted")

	def test_life_of_a_visit_is_told_by_its_status(self):
		visit = do_work(make_visit()).insert()
		self.assertEqual(visit.submit().status, "Submitted")
		visit.cancel()
		self.assertEqual(frappe.db.get_value("Maintenance Visit", visit.name, "status"), "Cancelled")

		amended = amend_visit(visit).insert()

		self.assertEqual(amended.status, "Planned")
		self.assertEqual(amended.name, f"{visit.name}-1")


class TestValidation(VisitTestCase):
	def test_visit_without_purposes_is_refused(self):
		with self.assert_throws(PurposesRequiredError, "Add at least one row"):
			make_visit(purposes=[]).insert()

	def test_serial_no_of_another_item_is_refused(self):
		with self.assert_throws(SerialNoMismatchError, "Row #1", BOILER_SERIAL_NO, BOILER, SPLIT):
			make_visit(HOTEL, {SPLIT: BOILER_SERIAL_NO}).insert()

	def test_unknown_serial_no_is_refused(self):
		with self.assert_throws(frappe.LinkValidationError, "Row #1", "NO-SUCH"):
			make_visit(HOTEL, {BOILER: "NO-SUCH"}).insert()

	def test_serial_no_alone_brings_its_item(self):
		visit = make_visit(HOTEL, {None: SPLIT_SERIAL_NO}).insert()

		self.assertEqual(visit.purposes[0].item_code, SPLIT)
		self.assertEqual(visit.purposes[0].item_name, "Climatiseur split 5 kW")

	def test_group_of_sales_persons_is_told_yet_kept_as_erpnext_keeps_it(self):
		frappe.clear_messages()

		visit = make_visit(technician="Techniciens Isère").insert()

		told = str(frappe.get_message_log())
		self.assertIn("Row #1", told)
		self.assertIn("is a group of technicians", told)
		self.assertEqual(visit.purposes[0].service_person, "Techniciens Isère")

	def test_order_of_another_customer_is_refused(self):
		sales_order = make_order(CLINIC)

		with self.assert_throws(SourceMismatchError, "Row #1", sales_order.name, CLINIC, HOTEL):
			make_visit_for(sales_order, HOTEL).insert()

	def test_order_that_is_not_submitted_is_refused(self):
		sales_order = make_order(submit=False)

		with self.assert_throws(SourceMismatchError, "Row #1", sales_order.name, "not submitted"):
			make_visit_for(sales_order).insert()

	def test_line_that_the_order_does_not_have_is_refused(self):
		visit = make_visit_for(make_order())
		visit.purposes[0].prevdoc_detail_docname = "no-such-line"

		with self.assert_throws(SourceMismatchError, "Row #1", "no-such-line"):
			visit.insert()


class TestCompletion(VisitTestCase):
	def test_submit_names_all_that_is_missing_at_once(self):
		visit = make_visit(technician=None).insert()

		with self.assert_throws(WorkNotRecordedError, "Completion Status", "Technician", "Work Done"):
			visit.submit()
		self.assertEqual(frappe.db.get_value("Maintenance Visit", visit.name, "docstatus"), 0)

	def test_rows_that_say_nothing_follow_the_visit(self):
		visit = do_work(make_two_item_visit(), "Partially Completed").insert().submit()

		self.assertEqual([row.completion_status for row in visit.purposes], ["Partially Completed"] * 2)

	def test_visit_that_says_nothing_follows_its_rows(self):
		visit = do_work(make_two_item_visit(), None).insert()
		visit.purposes[0].completion_status = "Fully Completed"
		visit.purposes[1].work_done = None

		visit.submit()

		self.assertEqual(visit.completion_status, "Partially Completed")
		self.assertEqual(visit.purposes[1].completion_status, "Pending")

	def test_row_that_contradicts_the_visit_is_refused(self):
		visit = do_work(make_two_item_visit()).insert()
		visit.purposes[1].completion_status = "Partially Completed"

		with self.assert_throws(CompletionStatusError, "Row #2", "can't be fully completed"):
			visit.submit()


def get_address(kind: str) -> str:
	return frappe.db.get_value("Address", {"address_title": f"{HOTEL} {kind}"})


def make_two_item_visit():
	return make_visit(HOTEL, {BOILER: BOILER_SERIAL_NO, SPLIT: SPLIT_SERIAL_NO})


def make_visit_for(sales_order, customer: str | None = None):
	line = sales_order.items[0]
	visit = make_visit(customer or sales_order.customer, {line.item_code: None})
	visit.purposes[0].update(
		{
			"prevdoc_doctype": "Sales Order",
			"prevdoc_docname": sales_order.name,
			"prevdoc_detail_docname": line.name,
		}
	)
	return visit
