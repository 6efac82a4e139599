"""Odd values in what the customer sees and signs: a sentence and a 4xx, whoever sends them."""

import json
import re

from maintenance_visit_app.tests.parts import GASKET
from maintenance_visit_app.tests.test_rest_api import APITestCase, minimal_row, minimal_visit

ODD = (7, "<b>", ["x"], {})
FIELDS = (
	"customer",
	"customer_group",
	"customer_address",
	"address_display",
	"contact_person",
	"contact_email",
	"maintenance_checklist",
	"customer_signature",
	"signed_by",
	"signed_on",
	"signature_status",
	"billing_status",
	"status",
	"working_hours",
	"rating",
	"owner",
	"modified_by",
)
ROWS = {
	"checks": ("task", "result", "reading", "uom", "remark", "mandatory", "item_code", "serial_no"),
	"photos": ("image", "taken", "caption"),
	"purposes": ("item_code", "serial_no", "name", "owner"),
	"parts": ("item_code", "serial_no", "batch_no", "qty", "name"),
}
MINIMAL = {
	"checks": {"task": "Pressure"},
	"photos": {"image": "/files/a.png"},
	"parts": {"item_code": GASKET, "qty": 1},
}


class TestOddValues(APITestCase):
	resource = "/api/resource/Maintenance Visit"

	def test_no_odd_value_breaks_a_new_visit(self):
		for fieldname in FIELDS:
			for value in ODD:
				self.send_odd(fieldname, value, {fieldname: value})

	def test_what_a_visit_cannot_be_amended_from_is_left_to_frappes_check_of_links(self):
		for value in (1.5, True, "MAT-MVS-NONE", *ODD):
			with self.subTest(str(value)):
				status, body = self.request("POST", self.resource, minimal_visit(amended_from=value))
				if status >= 500:
					# Frappe asserts that a link is no number with a fraction, and tells it so
					self.assertIn("Unexpected value for field amended_from", body["exception"])
				elif value:
					self.assertEqual(status, 417, body)

	def test_no_odd_value_breaks_a_row(self):
		for table, fieldnames in ROWS.items():
			for fieldname in fieldnames:
				for value in ODD:
					row = MINIMAL.get(table) or minimal_row()
					self.send_odd(fieldname, value, {table: [{**row, fieldname: value}]})
			for rows in (*ODD, [7], [None]):
				self.send_odd(table, rows, {table: rows})

	def send_odd(self, fieldname: str, value, values: dict) -> None:
		with self.subTest(fieldname=fieldname, value=str(value)[:30]):
			status, body = self.request("POST", self.resource, minimal_visit(**values))
			if status >= 500:
				# Frappe's own asserts on links and tables are its own to mend
				self.assertNotIn("maintenance_visit_app", get_frames(body)[-1], body)


def get_frames(body: dict) -> list[str]:
	"""Return the files that the traceback of an answer goes through."""
	return re.findall(r'File "([^"]+)"', json.loads(body["exc"])[0]) or [str(body)]
