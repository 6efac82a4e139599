import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.maintenance_visits.planning.bulk import assign_technician
from maintenance_visit_app.patches import name_technicians_of_visits
from maintenance_visit_app.tests import HOTEL, JULIE, KARIM, SPLIT, VisitTestCase, make_person, make_visit
from maintenance_visit_app.tests.dispatch import make_profile


class TestTechnicians(VisitTestCase):
	def setUp(self) -> None:
		super().setUp()
		self.visit = make_visit(HOTEL, technician=JULIE, mntc_date=add_days(today(), 40))
		self.visit.append("purposes", {"item_code": SPLIT, "service_person": KARIM})
		self.visit.append("purposes", {"item_code": SPLIT, "service_person": JULIE})
		self.visit.insert()

	def test_visit_names_each_technician_once_in_the_order_of_its_rows(self):
		self.assertEqual(self.visit.technicians, f"{JULIE}, {KARIM}")

	def test_what_a_program_says_is_overruled_by_the_rows(self):
		self.visit.update({"technicians": "Somebody"}).save()
		self.assertEqual(self.visit.technicians, f"{JULIE}, {KARIM}")

		assign_technician([self.visit.name], KARIM)
		self.assertEqual(self.visit.reload().technicians, KARIM)
		for row in self.visit.purposes:
			row.service_person = None
		self.assertIsNone(self.visit.save().technicians)

	def test_renamed_technician_keeps_the_profile(self):
		profile = make_profile(make_person("Nadia Moreau"), [("Monday", "07:00", "11:00")], color="#1f78b4")

		frappe.rename_doc("Sales Person", "Nadia Moreau", "Nadia Martin", force=True)

		profile = frappe.get_doc(profile.doctype, "Nadia Martin")
		self.assertEqual((profile.service_person, profile.color), ("Nadia Martin", "#1f78b4"))
		self.assertEqual([row.weekday for row in profile.working_hours], ["Monday"])
		self.assertFalse(frappe.db.exists(profile.doctype, "Nadia Moreau"))

	def test_renamed_technician_is_named_as_he_is_called_now(self):
		person = make_person("Nadia Roche")
		self.visit.purposes[0].service_person = person
		self.visit.save()

		frappe.rename_doc("Sales Person", person, "Nadia Martin", force=True)

		self.assertEqual(self.visit.reload().technicians, f"Nadia Martin, {KARIM}, {JULIE}")

	def test_patch_names_technicians_and_customers_of_old_visits_and_changes_nothing_else(self):
		modified = self.visit.modified
		self.visit.db_set({"technicians": None, "customer_name": None}, update_modified=False)

		name_technicians_of_visits.execute()

		self.visit.reload()
		self.assertEqual((self.visit.technicians, self.visit.customer_name), (f"{JULIE}, {KARIM}", HOTEL))
		self.assertEqual(str(self.visit.modified), str(modified))

	def test_customer_without_a_name_has_visits_with_a_title(self):
		frappe.db.set_value("Customer", HOTEL, "customer_name", None)

		visit = make_visit(HOTEL, mntc_date=add_days(today(), 40)).insert()

		self.assertEqual(visit.customer_name, HOTEL)
