"""The description of the API says what is there, all of it, and is the one that the repository has.

Where the difference is meant: DESCRIPTION=write the test of this name
"""

import inspect
import json
import os
from pathlib import Path

import frappe

from maintenance_visit_app.api.applying import KINDS
from maintenance_visit_app.api.description import get_description, get_doctypes, get_methods
from maintenance_visit_app.api.schemas import KINDS as DESCRIBED_KINDS
from maintenance_visit_app.tests import VisitTestCase
from maintenance_visit_app.tests.fuzz.calls import get_methods as get_all_methods

FILE = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"

# The feed's numbers, and the hashes of calendars' addresses
OF_THE_APP = {"Visit Change", "Visit Calendar"}
# Who comes without a key is nobody's guest
LIMITED_BY_FRAPPE = {"maintenance_visit_app.api.calendar_feed.read"}


class TestDescription(VisitTestCase):
	maxDiff = None

	def test_the_repository_has_it_as_it_is(self):
		found = json.dumps(get_description(), indent=1, ensure_ascii=False) + "\n"
		if os.environ.get("DESCRIPTION") == "write":
			FILE.write_text(found, encoding="utf-8")

		self.assertEqual(json.loads(FILE.read_text(encoding="utf-8")), json.loads(found))

	def test_every_method_and_field_is_in_it(self):
		description = get_description()
		own = {name for name in get_all_methods() if name.startswith("maintenance_visit_app.")}
		self.assertEqual({f"/api/method/{name}" for name in own} - set(description["paths"]), set())
		self.assertEqual(own, set(get_methods()))
		for doctype in get_doctypes():
			schema = description["components"]["schemas"][doctype.replace(" ", "")]
			meta = frappe.get_meta(doctype)
			fields = [field for field in meta.get_valid_columns() if meta.get_field(field)]
			fields += [table.fieldname for table in meta.get_table_fields()]
			self.assertEqual([field for field in fields if field not in schema["properties"]], [], doctype)

	def test_every_doctype_is_in_it_but_for_what_the_app_keeps_for_itself(self):
		own = set(frappe.get_all("DocType", {"module": "Maintenance Visits"}, pluck="name"))
		self.assertEqual(own - set(get_doctypes()), OF_THE_APP)

	def test_every_method_says_what_a_request_lacks(self):
		for name, function in get_methods().items():
			parameters = inspect.signature(function).parameters.values()
			if name in LIMITED_BY_FRAPPE or all(one.default is not one.empty for one in parameters):
				continue
			with self.subTest(name), self.assertRaisesRegex(frappe.ValidationError, "The request lacks"):
				function()

	def test_every_operation_is_in_it(self):
		self.assertEqual(sorted(DESCRIBED_KINDS), sorted(KINDS))

	def test_what_it_refers_to_is_there_and_each_operation_has_a_name_of_its_own(self):
		description = get_description()
		for reference in find(description, "$ref"):
			place = description
			for part in reference.removeprefix("#/").split("/"):
				self.assertIn(part, place, reference)
				place = place[part]
		names = list(find(description["paths"], "operationId"))
		self.assertEqual(len(names), len(set(names)))


def find(place, key: str):
	if isinstance(place, dict):
		for name, value in place.items():
			if name == key and isinstance(value, str):
				yield value
			else:
				yield from find(value, key)
	elif isinstance(place, list):
		for value in place:
			yield from find(value, key)
