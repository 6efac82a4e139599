import frappe

from maintenance_visit_app.demo.documents import amend_visit
from maintenance_visit_app.maintenance_visits.mappers import (
	from_maintenance_schedule,
	from_sales_order,
	from_warranty_claim,
)
from maintenance_visit_app.tests import (
	BOILER,
	HOTEL,
	VisitTestCase,
	do_work,
	make_claim,
	make_order,
	make_visit,
	make_yearly_schedule,
)
from maintenance_visit_app.tests.desk_requests import cancel, save


class TestMaintenanceType(VisitTestCase):
	def test_it_follows_from_the_source_whoever_makes_the_visit(self):
		for mapper, source, expected in self.get_cases():
			with self.subTest(source.doctype):
				mapped = mapper.make_maintenance_visit(source.name)
				self.assertEqual(mapped.maintenance_type, expected)
				self.assertEqual(save(mapped).maintenance_type, expected)
				by_rest = {**get_values(source), "maintenance_type": None}
				self.assertEqual(frappe.client.insert(by_rest).maintenance_type, expected)
				self.assertEqual(import_visit(get_values(source)).maintenance_type, expected)

	def test_who_chooses_unscheduled_before_the_first_save_gets_it(self):
		for mapper, source, _expected in self.get_cases():
			with self.subTest(source.doctype):
				mapped = mapper.make_maintenance_visit(source.name).update(
					{"maintenance_type": "Unscheduled"}
				)
				self.assertEqual(save(mapped).maintenance_type, "Unscheduled")

	def test_what_was_chosen_stays(self):
		for _mapper, source, expected in self.get_cases():
			chosen = "Breakdown" if expected == "Scheduled" else "Scheduled"
			with self.subTest(source.doctype):
				visit = save(frappe.get_doc({**get_values(source), "maintenance_type": chosen}))
				self.assertEqual(visit.maintenance_type, chosen)
				visit = save(visit.update({"maintenance_type": "Unscheduled"}))
				self.assertEqual(save(visit).maintenance_type, "Unscheduled")

	def test_draft_that_gets_its_first_source_takes_its_type(self):
		visit = save(make_visit())
		self.assertEqual(visit.maintenance_type, "Unscheduled")

		visit = from_warranty_claim.make_maintenance_visit(make_claim().name, visit)

		self.assertEqual(save(visit).maintenance_type, "Breakdown")

	def test_amended_visit_keeps_its_type(self):
		visit = save(from_warranty_claim.make_maintenance_visit(make_claim().name))
		visit = save(do_work(visit.update({"maintenance_type": "Unscheduled"})))
		visit = cancel(save(visit, "Submit"))

		self.assertEqual(save(amend_visit(visit)).maintenance_type, "Unscheduled")

	def get_cases(self):
		return (
			(from_maintenance_schedule, make_yearly_schedule(), "Scheduled"),
			(from_warranty_claim, make_claim(), "Breakdown"),
			(from_sales_order, make_order(items=(BOILER,)), "Scheduled"),
		)


def import_visit(values: dict):
	"""Insert as Frappe's Data Import does: it fills the defaults before it reads a row."""
	frappe.flags.in_import = True
	try:
		return frappe.new_doc("Maintenance Visit").update(values).insert()
	finally:
		frappe.flags.in_import = False


def get_values(source) -> dict:
	values = make_visit(HOTEL, {BOILER: None}).as_dict()
	del values["maintenance_type"]
	values.purposes[0].update({"prevdoc_doctype": source.doctype, "prevdoc_docname": source.name})
	return values
