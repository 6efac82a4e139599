"""The known faults of ERPNext's own visit, one test each, that fail as long as a fault is there.

Those that live in a form's script (2, 14, 21, 22, 24 and 26) are tested in a browser, beside these numbers.
"""

import frappe
from frappe.utils import add_days, getdate, today

from maintenance_visit_app.demo.documents import make_schedule
from maintenance_visit_app.frappe_version import IS_FRAPPE_15
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.later_visits import LaterVisitsError
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.serial_numbers import (
	SerialNoMismatchError,
)
from maintenance_visit_app.maintenance_visits.mappers import (
	from_maintenance_schedule,
	from_sales_order,
	from_warranty_claim,
)
from maintenance_visit_app.maintenance_visits.mappers.mapping import NothingLeftToDoError
from maintenance_visit_app.maintenance_visits.report.visits_due.visits_due import execute
from maintenance_visit_app.overrides.maintenance_schedule import get_serial_nos_from_schedule
from maintenance_visit_app.records import has_doctype
from maintenance_visit_app.tests import (
	BOILER,
	BOILER_SERIAL_NO,
	CLINIC,
	HOTEL,
	JULIE,
	OTHER_BOILER_SERIAL_NO,
	SPLIT,
	VisitTestCase,
	do_work,
	get_override,
	make_claim,
	make_order,
	make_visit,
	make_yearly_schedule,
)

MAINTENANCE_USER, MAINTENANCE_MANAGER = "julie.perrin@example.com", "paul.mercier@example.com"
SYSTEM_MANAGER = "anne.lefort@example.com"


class TestFaultsOfClaims(VisitTestCase):
	def test_fault_01_a_claim_is_resolved_by_a_user_and_can_be_saved_again(self):
		claim = make_claim()
		submit(from_warranty_claim.make_maintenance_visit(claim.name))

		self.assertEqual(claim.reload().resolved_by, "julie.perrin@example.com")
		self.assertEqual(claim.save().status, "Closed")

	def test_fault_01_a_person_without_user_leaves_resolved_by_empty(self):
		claim = make_claim()
		frappe.db.set_value("Sales Person", JULIE, "employee", None)
		submit(from_warranty_claim.make_maintenance_visit(claim.name))

		self.assertFalse(claim.reload().resolved_by)
		self.assertEqual(claim.save().status, "Closed")

	def test_fault_06_a_claim_stays_closed_while_a_submitted_visit_settles_it(self):
		claim = make_claim()
		submit(from_warranty_claim.make_maintenance_visit(claim.name), -2)
		reopened = claim.reload().update({"status": "Open"}).save()
		submit(from_warranty_claim.make_maintenance_visit(reopened.name), -1).cancel()

		claim.reload()
		self.assertEqual((claim.status, claim.resolution_details), ("Closed", "Burner cleaned."))

	def test_fault_06_the_latest_visit_is_the_latest_by_date_not_by_name(self):
		claim = make_claim()
		first = from_warranty_claim.make_maintenance_visit(claim.name)
		second = from_warranty_claim.make_maintenance_visit(claim.name)
		submit(first, -1, "Partially Completed", "Gasket fitted.")
		submit(second, -2, "Partially Completed", "Gasket ordered.")

		self.assertEqual(claim.reload().resolution_details, "Gasket fitted.")

	def test_fault_11_a_scheduled_visit_settles_its_claim_too(self):
		claim, schedule = make_claim(), make_yearly_schedule()
		visit = from_maintenance_schedule.make_maintenance_visit(schedule.name)
		submit(from_warranty_claim.make_maintenance_visit(claim.name, visit))

		self.assertEqual(claim.reload().status, "Closed")


class TestFaultsOfSchedules(VisitTestCase):
	def test_fault_03_a_schedule_without_serial_numbers_gives_an_empty_list(self):
		schedule = make_yearly_schedule()

		self.assertEqual(get_serial_nos_from_schedule(BOILER, schedule.name), [])
		self.assertEqual(get_serial_nos_from_schedule(BOILER), [])

	def test_fault_05_several_serial_numbers_of_a_row_become_several_rows(self):
		schedule = make_yearly_schedule()
		both = f"{BOILER_SERIAL_NO}, {OTHER_BOILER_SERIAL_NO}"
		frappe.db.set_value("Maintenance Schedule Detail", schedule.schedules[0].name, "serial_no", both)

		visit = from_maintenance_schedule.make_maintenance_visit(schedule.name).insert()

		self.assertEqual(
			[row.serial_no for row in visit.purposes], [BOILER_SERIAL_NO, OTHER_BOILER_SERIAL_NO]
		)

	def test_fault_07_cancelling_keeps_what_another_visit_did(self):
		schedule = make_yearly_schedule()
		first = from_maintenance_schedule.make_maintenance_visit(schedule.name)
		second = from_maintenance_schedule.make_maintenance_visit(schedule.name)
		submit(first, 0)
		submit(second, 0).cancel()

		row = frappe.get_doc("Maintenance Schedule Detail", schedule.schedules[0].name)
		self.assertEqual((row.completion_status, row.actual_date), ("Fully Completed", getdate(today())))

	def test_fault_12_a_schedule_item_that_is_gone_is_no_crash(self):
		schedule = make_yearly_schedule()
		visit = from_maintenance_schedule.make_maintenance_visit(schedule.name)
		frappe.db.delete("Maintenance Schedule Item", {"parent": schedule.name})

		self.assertEqual(submit(visit, 0).status, "Submitted")

	def test_fault_19_serial_numbers_are_told_to_those_who_may_read_the_schedule(self):
		schedule = make_yearly_schedule()
		frappe.set_user("luc.fontaine@example.com")

		override = get_override(
			"maintenance.doctype.maintenance_schedule.maintenance_schedule.get_serial_nos_from_schedule"
		)
		with self.assertRaises(frappe.PermissionError):
			override(item_code=BOILER, schedule=schedule.name)

	def test_fault_20_the_report_shows_each_date_once_and_links_to_the_customer(self):
		schedule = make_schedule(HOTEL, {BOILER: ("Weekly", 2, 0, JULIE), SPLIT: ("Weekly", 1, 0, None)})

		columns, rows, *_rest = execute({"until": add_days(today(), 20)})

		rows = [row for row in rows if row.maintenance_schedule == schedule.name]
		self.assertEqual(sorted(row.item_code for row in rows), [BOILER, BOILER, SPLIT])
		self.assertEqual({row.customer for row in rows}, {HOTEL})
		(customer,) = (column for column in columns if column["fieldname"] == "customer")
		self.assertEqual(customer["options"], "Customer")


class TestFaultsOfMappers(VisitTestCase):
	def test_fault_04_nothing_left_is_said_and_one_done_item_blocks_no_other(self):
		sales_order = make_order(items=(BOILER, SPLIT))
		visit = from_sales_order.make_maintenance_visit(sales_order.name)
		visit.purposes = visit.purposes[:1]
		first = submit(visit)
		self.assertEqual(len(from_sales_order.make_maintenance_visit(sales_order.name).purposes), 1)

		second = submit(from_sales_order.make_maintenance_visit(sales_order.name))
		with self.assert_throws(NothingLeftToDoError, sales_order.name, first.name, second.name):
			from_sales_order.make_maintenance_visit(sales_order.name)

	def test_fault_10_documents_of_two_kinds_may_have_one_name(self):
		sales_order, claim = make_order(items=(BOILER,)), make_claim()
		submit(from_warranty_claim.make_maintenance_visit(claim.name)).purposes[0].db_set(
			"prevdoc_docname", sales_order.name
		)

		self.assertEqual(len(from_sales_order.make_maintenance_visit(sales_order.name).purposes), 1)

	def test_fault_15_what_is_done_or_in_the_visit_is_not_mapped_again(self):
		sales_order, schedule, claim = make_order(), make_yearly_schedule(), make_claim()
		visit = from_sales_order.make_maintenance_visit(sales_order.name)
		for _again in range(2):
			visit = from_sales_order.make_maintenance_visit(sales_order.name, visit)
			visit = from_warranty_claim.make_maintenance_visit(claim.name, visit)
		visit = from_maintenance_schedule.make_maintenance_visit(schedule.name, visit)

		self.assertEqual(
			[row.prevdoc_doctype for row in visit.purposes],
			["Sales Order", "Sales Order", "Warranty Claim", "Maintenance Schedule"],
		)


class TestFaultsOfVisits(VisitTestCase):
	def test_fault_08_each_source_counts_when_a_visit_is_cancelled(self):
		first_order, second_order = make_order(items=(BOILER, SPLIT)), make_order(items=(SPLIT,))
		visit = from_sales_order.make_maintenance_visit(first_order.name)
		visit.purposes = visit.purposes[:1]
		first = submit(from_sales_order.make_maintenance_visit(second_order.name, visit), -2)
		later = submit(from_sales_order.make_maintenance_visit(first_order.name), -1)

		with self.assert_throws(LaterVisitsError, later.name, first_order.name):
			first.reload().cancel()

	def test_fault_09_a_later_visit_of_the_same_day_without_a_time_is_found(self):
		sales_order = make_order(items=(BOILER, SPLIT))
		first = from_sales_order.make_maintenance_visit(sales_order.name)
		first.purposes = first.purposes[:1]
		submit(first, -1, mntc_time=None)
		later = submit(from_sales_order.make_maintenance_visit(sales_order.name), -1, mntc_time=None)

		with self.assert_throws(LaterVisitsError, later.name):
			first.reload().cancel()

	def test_fault_13_a_visit_can_be_planned(self):
		visit = make_visit(mntc_date=add_days(today(), 3)).insert()

		self.assertEqual(visit.status, "Planned")

	def test_fault_16_a_visit_that_no_form_has_filled_in_knows_its_customer(self):
		visit = make_visit().insert()

		self.assertEqual((visit.customer_name, visit.get_title()), (HOTEL, HOTEL))
		self.assertTrue(visit.address_display and visit.contact_display)

	def test_fault_17_each_role_of_maintenance_reads_visits_and_schedules(self):
		for user in (MAINTENANCE_USER, MAINTENANCE_MANAGER):
			for doctype in filter(
				has_doctype, ("Maintenance Visit", "Maintenance Schedule", "Warranty Claim")
			):
				self.assertTrue(frappe.has_permission(doctype, "read", user=user), f"{user} {doctype}")
		self.assertTrue(frappe.has_permission("Maintenance Visit", "write", user=SYSTEM_MANAGER))

	def test_fault_18_a_serial_number_of_another_item_is_refused(self):
		with self.assert_throws(SerialNoMismatchError, "Row #1", BOILER_SERIAL_NO, SPLIT):
			make_visit(HOTEL, {SPLIT: BOILER_SERIAL_NO}).insert()

	def test_fault_18_a_serial_number_of_another_customer_is_told(self):
		if IS_FRAPPE_15:
			self.skipTest("ERPNext 15 doesn't keep whose a serial number is.")
		frappe.db.set_value("Serial No", BOILER_SERIAL_NO, "customer", CLINIC)
		self.assert_tells(make_visit().insert, "Row #1", BOILER_SERIAL_NO, CLINIC)

	def test_fault_23_the_text_of_a_blocked_cancel_speaks_of_visits(self):
		sales_order = make_order(items=(BOILER, SPLIT))
		first = from_sales_order.make_maintenance_visit(sales_order.name)
		first.purposes = first.purposes[:1]
		submit(first, -2)
		later = submit(from_sales_order.make_maintenance_visit(sales_order.name), -1)

		with self.assert_throws(LaterVisitsError, "later visits", later.name) as caught:
			first.reload().cancel()
		self.assertNotIn("Material", str(caught.raises.exception))

	def test_fault_25_a_group_and_a_date_to_come_are_told(self):
		group = frappe.db.get_value("Sales Person", JULIE, "parent_sales_person")
		self.assert_tells(make_visit(technician=group).insert, "Row #1", group)
		visit = do_work(make_visit(mntc_date=add_days(today(), 3))).insert()
		self.assert_tells(visit.submit, "still to come")

	def test_fault_25_lists_and_back_updates_are_indexed(self):
		for doctype, columns in (
			("Maintenance Visit", ["customer", "mntc_date"]),
			("Maintenance Visit Purpose", ["prevdoc_docname", "prevdoc_doctype"]),
			("Maintenance Visit Purpose", ["maintenance_schedule_detail", "docstatus"]),
			("Maintenance Visit Purpose", ["serial_no", "docstatus"]),
		):
			index = frappe.db.get_index_name(columns)
			self.assertTrue(frappe.db.has_index(f"tab{doctype}", index), (doctype, columns))

	def assert_tells(self, call, *fragments: str) -> None:
		frappe.clear_messages()
		call()
		told = frappe.utils.strip_html(str(frappe.get_message_log()))
		for fragment in fragments:
			self.assertIn(fragment, told)


def submit(visit, days: int = 0, completion_status="Fully Completed", work_done="Burner cleaned.", **values):
	visit.update({"mntc_date": add_days(today(), days), **values})
	return do_work(visit, completion_status, work_done).insert().submit()
