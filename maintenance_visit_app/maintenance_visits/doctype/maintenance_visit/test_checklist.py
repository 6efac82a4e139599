"""A checklist comes with the item, its item group or by hand; what is mandatory is answered before a submit."""

import frappe

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.checklist import ChecklistError
from maintenance_visit_app.tests import (
	BOILER,
	BOILER_SERIAL_NO,
	HOTEL,
	OTHER_BOILER_SERIAL_NO,
	SPLIT,
	VisitTestCase,
	do_work,
	make_visit,
)
from maintenance_visit_app.tests.desk_requests import save


class TestChecklist(VisitTestCase):
	def test_checklist_of_the_item_is_copied_for_each_serial_number(self):
		checklist = make_checklist(item_code=BOILER)
		visit = make_visit()
		visit.append("purposes", {"item_code": BOILER, "serial_no": OTHER_BOILER_SERIAL_NO})
		visit.insert()

		self.assertEqual([check.task for check in visit.checks], ["Burner cleaned", "Flue gas"] * 2)
		self.assertEqual(
			[check.serial_no for check in visit.checks],
			[BOILER_SERIAL_NO] * 2 + [OTHER_BOILER_SERIAL_NO] * 2,
		)
		self.assertEqual({check.maintenance_checklist for check in visit.checks}, {checklist.name})

	def test_row_that_names_its_serial_number_alone_is_gone_through_as_its_item_is(self):
		make_checklist(item_code=BOILER)
		visit = save(make_visit(HOTEL, {None: BOILER_SERIAL_NO}))

		[row] = visit.purposes
		self.assertEqual((row.item_code, row.item_name), (BOILER, get_item("item_name")))
		self.assertEqual(row.description, get_item("description"))
		self.assertEqual([check.task for check in visit.checks], ["Burner cleaned", "Flue gas"])

	def test_number_that_is_found_on_site_is_that_of_the_answered_tasks(self):
		make_checklist(item_code=BOILER)
		visit = save(make_visit(HOTEL, {BOILER: None}))
		visit.checks[0].result = "OK"
		visit = save(visit)
		visit.purposes[0].serial_no = BOILER_SERIAL_NO

		visit = save(visit)

		self.assertEqual(
			[(check.task, check.result or "", check.serial_no) for check in visit.checks],
			[("Burner cleaned", "OK", BOILER_SERIAL_NO), ("Flue gas", "", BOILER_SERIAL_NO)],
		)

	def test_another_item_brings_its_tasks_and_leaves_the_answers_of_the_former_one(self):
		make_checklist("Of the boiler", item_code=BOILER)
		make_checklist("Of the split", item_code=SPLIT)
		visit = save(make_visit(HOTEL, {BOILER: None}))
		visit.checks[0].result = "OK"
		visit.purposes[0].item_code = SPLIT

		visit = save(visit)

		self.assertEqual(
			[(check.task, check.item_code) for check in visit.checks],
			[("Burner cleaned", BOILER), ("Burner cleaned", SPLIT), ("Flue gas", SPLIT)],
		)

	def test_checklist_of_the_item_group_counts_where_the_item_has_none(self):
		group = frappe.db.get_value("Item", SPLIT, "item_group")
		of_group = make_checklist("Of the group", item_group=group)
		own = make_checklist("Of the boiler", item_code=BOILER)
		visit = make_visit(HOTEL, {BOILER: None, SPLIT: None}).insert()

		self.assertEqual(
			{check.item_code: check.maintenance_checklist for check in visit.checks},
			{BOILER: own.name, SPLIT: of_group.name},
		)

	def test_checklist_chosen_by_hand_is_added_once(self):
		checklist = make_checklist()
		visit = make_visit(maintenance_checklist=checklist.name).insert()
		visit.save()

		self.assertEqual([check.task for check in visit.checks], ["Burner cleaned", "Flue gas"])

	def test_deleted_task_and_changed_template_do_not_come_back(self):
		checklist = make_checklist(item_code=BOILER)
		visit = make_visit().insert()
		visit.checks = visit.checks[:1]
		visit.save()
		checklist.append("tasks", {"task": "New task"})
		checklist.save()
		visit.save()

		self.assertEqual([check.task for check in visit.checks], ["Burner cleaned"])

	def test_disabled_checklist_is_not_copied(self):
		make_checklist(item_code=BOILER, disabled=1)

		self.assertEqual(make_visit().insert().checks, [])

	def test_all_that_is_missing_is_named_on_submit(self):
		make_checklist(item_code=BOILER)
		visit = do_work(make_visit().insert()).save()

		with self.assert_throws(
			ChecklistError, "row #1: give a result for Burner cleaned", "row #2: give a result for Flue gas"
		):
			visit.submit()

		visit.reload()
		for check in visit.checks:
			check.result = "OK"
		with self.assert_throws(ChecklistError, "row #2: enter the reading of Flue gas in Pascal"):
			visit.submit()

		visit.reload()
		visit.checks[0].result, visit.checks[1].result = "OK", "Not OK"
		visit.checks[1].reading = "12,5"
		visit.submit()
		self.assertEqual((visit.docstatus, visit.checks[1].reading), (1, "12.5"))

	def test_what_does_not_apply_needs_no_reading(self):
		make_checklist(item_code=BOILER)
		visit = do_work(make_visit().insert())
		visit.checks[0].result, visit.checks[1].result = "OK", "Not Applicable"

		self.assertEqual(visit.save().submit().docstatus, 1)

	def test_reading_that_is_no_number_is_refused(self):
		make_checklist(item_code=BOILER)
		visit = make_visit().insert()
		for reading in ("warm", "nan", "1.2.3", "1e999", "1_0"):
			visit = frappe.get_doc("Maintenance Visit", visit.name)
			visit.checks[1].reading = reading
			with self.assert_throws(ChecklistError, "Row #2", reading, "Flue gas"):
				visit.save()

	def test_reading_that_comes_as_a_number_is_taken(self):
		values = make_visit(checks=[{"task": "Pressure", "reading": 1.5}]).as_dict(no_nulls=True)
		values["checks"][0]["reading"] = 1.5

		self.assertEqual(frappe.client.insert(values).checks[0].reading, "1.5")

	def test_message_shows_what_was_typed_and_runs_none_of_it(self):
		visit = make_visit(checks=[{"task": "<img src=x>", "reading": "<script>"}])

		with self.assertRaises(ChecklistError) as refusal:
			save(visit)
		self.assertNotRegex(str(refusal.exception), "<(img|script)")


def get_item(fieldname: str) -> str:
	return frappe.db.get_value("Item", BOILER, fieldname)


def make_checklist(title: str = "Boiler", **values):
	tasks = [
		{"task": "Burner cleaned", "mandatory": 1},
		{"task": "Flue gas", "mandatory": 1, "uom": "Pascal"},
	]
	return frappe.get_doc(
		{"doctype": "Maintenance Checklist", "title": title, "tasks": tasks, **values}
	).insert()
