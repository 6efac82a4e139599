import frappe
from frappe.utils import getdate, today

from maintenance_visit_app.demo.documents import make_schedule, new_schedule
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.sources import SourceMismatchError
from maintenance_visit_app.maintenance_visits.mappers.from_maintenance_schedule import (
	ScheduleNotSubmittedError,
	make_maintenance_visit,
)
from maintenance_visit_app.maintenance_visits.mappers.mapping import NothingLeftToDoError
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
	make_bundle,
	make_visit,
	make_yearly_schedule,
)

TWO_ITEMS = {BOILER: ("Half Yearly", 2, 0, JULIE), SPLIT: ("Yearly", 1, 0, None)}
TWO_SERIAL_NUMBERS = [BOILER_SERIAL_NO, OTHER_BOILER_SERIAL_NO]


class TestFromMaintenanceSchedule(VisitTestCase):
	def test_schedule_is_mapped_row_by_row(self):
		schedule = make_schedule(HOTEL, TWO_ITEMS)

		visit = make_maintenance_visit(schedule.name)

		self.assertEqual((visit.customer, visit.maintenance_type), (HOTEL, "Scheduled"))
		self.assertEqual(visit.maintenance_schedule, schedule.name)
		self.assertEqual([row.item_code for row in visit.purposes], [BOILER, BOILER, SPLIT])
		self.assertEqual([row.service_person for row in visit.purposes], [JULIE, JULIE, None])
		self.assertEqual(
			[row.maintenance_schedule_detail for row in visit.purposes],
			[row.name for row in schedule.schedules],
		)
		self.assertEqual({row.prevdoc_docname for row in visit.purposes}, {schedule.name})

	def test_row_that_erpnexts_dialog_names_is_mapped_for_its_day(self):
		schedule = make_schedule(HOTEL, TWO_ITEMS)
		first = schedule.schedules[0]

		override = get_override(
			"maintenance.doctype.maintenance_schedule.maintenance_schedule.make_maintenance_visit"
		)
		visit = override(schedule.name, None, first.item_name, first.name)

		self.assertEqual([row.maintenance_schedule_detail for row in visit.purposes], [first.name])
		self.assertEqual(getdate(visit.mntc_date), getdate(first.scheduled_date))
		self.assertFalse(visit.mntc_time)

	def test_rows_of_an_item_are_mapped(self):
		schedule = make_schedule(HOTEL, TWO_ITEMS)

		visit = make_maintenance_visit(schedule.name, item_name=schedule.schedules[2].item_name)

		self.assertEqual([row.item_code for row in visit.purposes], [SPLIT])

	def test_rows_chosen_in_a_dialog_are_mapped(self):
		schedule = make_schedule(HOTEL, TWO_ITEMS)
		chosen = [schedule.schedules[1].name, schedule.schedules[2].name]

		visit = frappe.call(
			"frappe.model.mapper.map_docs",
			method="maintenance_visit_app.maintenance_visits.mappers.from_maintenance_schedule.make_maintenance_visit",
			source_names=frappe.as_json([schedule.name]),
			target_doc=frappe.as_json(make_visit(HOTEL, {SPLIT: None})),
			args=frappe.as_json({"filtered_children": chosen}),
		)

		self.assertEqual([row.maintenance_schedule_detail for row in visit.purposes], [None, *chosen])

	def test_partly_completed_row_is_offered_again_and_a_completed_one_is_not(self):
		schedule = make_schedule(HOTEL, TWO_ITEMS)
		visit = do_work(make_maintenance_visit(schedule.name, s_id=schedule.schedules[0].name))
		visit.update({"completion_status": None, "mntc_date": today()})
		visit.purposes[0].completion_status = "Partially Completed"
		visit.insert().submit()
		finish(schedule, schedule.schedules[2])

		visit = make_maintenance_visit(schedule.name)

		left = [row.maintenance_schedule_detail for row in visit.purposes]
		self.assertEqual(left, [row.name for row in schedule.schedules[:2]])

	def test_when_nothing_is_left_the_error_names_schedule_and_visit(self):
		schedule = make_yearly_schedule()
		visit = finish(schedule, schedule.schedules[0])

		with self.assert_throws(NothingLeftToDoError, schedule.name, visit.name):
			make_maintenance_visit(schedule.name)

	def test_same_schedule_twice_into_one_visit_adds_no_row_twice(self):
		schedule = make_schedule(HOTEL, TWO_ITEMS)
		visit = make_maintenance_visit(schedule.name, s_id=schedule.schedules[2].name)

		visit = make_maintenance_visit(schedule.name, frappe.as_json(visit))

		self.assertEqual([row.item_code for row in visit.purposes], [SPLIT, BOILER, BOILER])
		with self.assert_throws(NothingLeftToDoError, schedule.name):
			make_maintenance_visit(schedule.name, visit)

	def test_schedule_of_another_customer_is_refused(self):
		schedule = make_yearly_schedule()

		with self.assert_throws(SourceMismatchError, schedule.name, CLINIC, HOTEL):
			make_maintenance_visit(schedule.name, make_visit(CLINIC, {SPLIT: None}))

	def test_draft_schedule_is_refused(self):
		schedule = new_schedule(HOTEL, TWO_ITEMS).insert()

		with self.assert_throws(ScheduleNotSubmittedError, schedule.name, "Submit it first"):
			make_maintenance_visit(schedule.name)


class TestSerialNumbersOfSchedule(VisitTestCase):
	def test_one_serial_number_is_set_and_several_become_several_rows(self):
		for text, expected in (
			(BOILER_SERIAL_NO, [BOILER_SERIAL_NO]),
			("\n".join(TWO_SERIAL_NUMBERS), TWO_SERIAL_NUMBERS),
			(", ".join(TWO_SERIAL_NUMBERS), TWO_SERIAL_NUMBERS),
			(None, [None]),
		):
			with self.subTest(text=text):
				schedule = make_schedule_for(text)
				visit = make_maintenance_visit(schedule.name)
				self.assertEqual([row.serial_no for row in visit.purposes], expected)
				self.assertEqual([row.idx for row in visit.purposes], list(range(1, len(expected) + 1)))
				visit.insert()

	def test_serial_numbers_of_a_bundle_count_where_there_is_no_text(self):
		schedule = make_yearly_schedule()
		bundle = make_bundle(BOILER, TWO_SERIAL_NUMBERS)
		item = schedule.items[0].name
		frappe.db.set_value("Maintenance Schedule Item", item, "serial_and_batch_bundle", bundle)

		visit = make_maintenance_visit(schedule.name)

		self.assertEqual([row.serial_no for row in visit.purposes], TWO_SERIAL_NUMBERS)

	def test_schedule_row_is_done_when_each_of_its_serial_numbers_is(self):
		schedule = make_schedule_for("\n".join(TWO_SERIAL_NUMBERS))
		first = do_work(make_maintenance_visit(schedule.name)).update({"mntc_date": today()})
		first.purposes = first.purposes[:1]
		first.insert().submit()
		self.assertEqual(get_status(schedule), "Partially Completed")

		second = do_work(make_maintenance_visit(schedule.name)).update({"mntc_date": today()})
		self.assertEqual([row.serial_no for row in second.purposes], [OTHER_BOILER_SERIAL_NO])
		second.insert().submit()

		self.assertEqual(get_status(schedule), "Fully Completed")


def make_schedule_for(serial_numbers: str | None):
	"""Submit a schedule whose only row names the serial numbers as ERPNext writes them."""
	schedule = make_yearly_schedule()
	row = schedule.schedules[0].name
	frappe.db.set_value("Maintenance Schedule Detail", row, "serial_no", serial_numbers)
	return schedule


def finish(schedule, row):
	visit = do_work(make_maintenance_visit(schedule.name, s_id=row.name))
	return visit.update({"mntc_date": today()}).insert().submit()


def get_status(schedule) -> str:
	row = schedule.schedules[0].name
	return frappe.db.get_value("Maintenance Schedule Detail", row, "completion_status")
