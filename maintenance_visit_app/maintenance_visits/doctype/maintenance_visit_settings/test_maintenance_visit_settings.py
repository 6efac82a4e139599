"""The switches of a site: each has its default, also where it came after the settings were saved."""

import frappe
from frappe.desk.form.save import savedocs
from frappe.utils import cast

from maintenance_visit_app.desk import add_to_bootinfo
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import OddValueError
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	MapTilesError,
	RoutingServerError,
)
from maintenance_visit_app.tests import VisitTestCase
from maintenance_visit_app.tests.bare_site import get_linked_doctypes
from maintenance_visit_app.tests.desk_requests import save

SETTINGS = "Maintenance Visit Settings"
# Nothing is chosen there unless somebody does
CHOSEN = ("Link", "Data")
TILES = "https://tiles.example.com/{z}/{x}/{y}.png"

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

	def test_what_a_setting_cannot_hold_is_told_to_desk_and_nothing_is_saved(self):
		before = frappe.db.get_singles_dict(SETTINGS)
		for fieldname, value, *fragments in (
			("arrival_tolerance", 1e308, "Arrival Tolerance", "it is too large"),
			("hours_step", float("nan"), "Hours", "it is not a number"),
			("routing_url", ["https://example.com"], "it is a list"),
			("idx", ["unheard of", 1], "it is a list"),
			("idx", float("nan"), "it is not a number"),
		):
			with self.subTest(fieldname), self.assert_throws(OddValueError, *fragments):
				savedocs(frappe.as_json({**frappe.get_doc(SETTINGS).as_dict(), fieldname: value}), "Save")
		self.assertEqual(frappe.db.get_singles_dict(SETTINGS), before)

	def test_address_of_map_tiles_names_what_is_wrong_with_it_and_is_told_to_desk(self):
		for odd in (
			"tiles.example.com/{z}/{x}/{y}.png",
			"https://tiles.example.com/{z}/{x}.png",
			"https://tiles.example.com/{z}/{x}/{y}.png?key={apikey}",
			"javascript:{z}{x}{y}",
		):
			with self.subTest(odd), self.assert_throws(MapTilesError, "is no address of map tiles"):
				save(frappe.get_doc(SETTINGS).update({"map_tiles": odd}))
		self.assertIsNone(get_map_of_desk())

		save(frappe.get_doc(SETTINGS).update({"map_tiles": f" {TILES} ", "map_attribution": "© Everybody"}))

		self.assertEqual(get_map_of_desk(), {"tiles": TILES, "attribution": "© Everybody"})

	def test_routes_are_asked_of_a_server_by_http_and_of_nothing_else(self):
		for odd in (
			"file:///etc/passwd",
			"ftp://osrm.example.com",
			"gopher://localhost:5000/x",
			"http:///route",
			"https://osrm.example.com/?key=1",
			"https://osrm.example.com/#",
		):
			with (
				self.subTest(odd),
				self.assert_throws(RoutingServerError, "is no address of a routing server"),
			):
				save(frappe.get_doc(SETTINGS).update({"routing_url": odd}))
		self.assertFalse(frappe.get_doc(SETTINGS).routing_url)

		for own in (
			"http://localhost:5000",
			"http://127.0.0.1:5000/",
			"https://osrm.example.com/grenoble",
			"",
		):
			with self.subTest(own):
				save(frappe.get_doc(SETTINGS).update({"routing_url": f" {own} "}))
				self.assertEqual(frappe.get_doc(SETTINGS).routing_url or "", own)


def get_map_of_desk() -> dict | None:
	"""Return what a page that is loaded now is told of maps."""
	told = frappe._dict()
	add_to_bootinfo(told)
	return told["maintenance_visits"]["map"]


def get_fields() -> list:
	meta = frappe.get_meta(SETTINGS)
	return [field for field in meta.fields if field.fieldtype not in (*frappe.model.no_value_fields, *CHOSEN)]
