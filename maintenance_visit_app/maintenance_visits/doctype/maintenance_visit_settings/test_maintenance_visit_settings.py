"""The switches of a site: each has its default, also where it came after the settings were saved."""

import frappe
from frappe.utils import cast

from maintenance_visit_app.tests import VisitTestCase
from maintenance_visit_app.tests.bare_site import get_linked_doctypes
from maintenance_visit_app.tests.desk_requests import save

SETTINGS = "Maintenance Visit Settings"
# Nothing is chosen there unless somebody does
CHOSEN = ("Link", "Data")

# Frappe would make records for the tests of ERPNext, in a company that a bare site doesn't have
test_ignore = get_linked_doctypes(SETTINGS)


class TestSettings(VisitTestCase):
	def test_every_number_and_switch_has_a_default(self):
		lacking = [field.fieldname for field in get_fields() if field.default is None]
		self.assertEqual(lacking, [])

	def test_a_field_that_came_after_the_settings_were_saved_has_its_default_and_keeps_it_through_desk(self):
		chosen = {"hours_step": 0.5, "refuse_double_booking": 1, "days_ahead": 0}
		save(frappe.get_doc(SETTINGS).update(chosen))
		later = [field for field in get_fields() if field.fieldname not in chosen]
		frappe.db.delete(
			"Singles", {"doctype": SETTINGS, "field": ("in", [field.fieldname for field in later])}
		)
		frappe.clear_document_cache(SETTINGS, SETTINGS)

		save(frappe.get_doc(SETTINGS))

		settings = frappe.get_doc(SETTINGS)
		for field in later:
			with self.subTest(field.fieldname):
				self.assertEqual(settings.get(field.fieldname), cast(field.fieldtype, field.default))
		self.assertEqual({fieldname: settings.get(fieldname) for fieldname in chosen}, chosen)


def get_fields() -> list:
	meta = frappe.get_meta(SETTINGS)
	return [field for field in meta.fields if field.fieldtype not in (*frappe.model.no_value_fields, *CHOSEN)]
