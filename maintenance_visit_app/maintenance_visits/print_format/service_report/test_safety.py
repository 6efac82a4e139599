"""What people typed does nothing on the paper that a customer is handed, nor on the server that makes it."""

import re

import frappe

from maintenance_visit_app.frappe_version import IS_FRAPPE_15
from maintenance_visit_app.maintenance_visits.print_format.service_report.test_service_report import (
	get_report,
	make_full_visit,
	print_visit,
)
from maintenance_visit_app.tests import VisitTestCase, make_visit

# Frappe 15 prints as text what later versions take out
ESCAPED = re.compile("&lt;.*?&gt;")


class TestSafety(VisitTestCase):
	def test_what_people_wrote_is_escaped_or_cleaned(self):
		visit = make_full_visit()
		script = "<script>alert(1)</script>"
		visit.update({"customer_feedback": script, "signed_by": script, "contact_display": script})
		visit.purposes[0].update({"work_done": script, "complaint": f"<b>Leaks</b>{script}"})
		visit.checks[0].update({"task": script, "remark": script, "reading": script})
		visit.parts[0].update({"item_name": script})
		visit.photos[0].update({"caption": script})
		visit.address_display = f"12 place Victor Hugo<br>{script}"

		html = print_visit(visit)

		report = get_report(html)
		self.assertNotIn("<script", report)
		self.assertIn("<b>Leaks</b>", report)
		# Frappe 15 escapes the two that later versions remove
		self.assertEqual(report.count("&lt;script&gt;alert(1)"), 11 if IS_FRAPPE_15 else 9)

	def test_signature_from_elsewhere_is_not_fetched(self):
		visit = make_visit().insert()
		for signature in ("https://example.com/pixel.png", "data:image/svg+xml,<svg xlink:href='pixel.png'>"):
			visit.customer_signature = signature
			self.assertNotIn("pixel.png", print_visit(visit))

	def test_script_that_is_valid_json_is_taken_out(self):
		visit = make_visit().insert()
		for script in (
			'"<img src=x onerror=alert(1)>"',
			'["<script>alert(1)</script>"]',
			'{"a": "<svg onload=alert(1)>"}',
		):
			visit.purposes[0].update({"complaint": script, "description": script, "item_code": None})
			visit.address_display = script
			html = get_report(print_visit(visit))
			with self.subTest(script):
				self.assertNotRegex(html, r"onerror|onload|<script|alert\(1\)>")

	def test_nothing_is_fetched_from_elsewhere(self):
		"""A server makes the PDF: it would ask whom it can reach, and tell what it gets."""
		visit = make_visit().insert()
		for fetched in (
			"<img src='http://127.0.0.1:9/x.png'>",
			"<img src='//elsewhere.example/x.png'>",
			"<img src='/files/a.png' srcset='http://elsewhere.example/x.png 2x'>",
			"<div style='background: url(http://elsewhere.example/x.png)'>Leaks</div>",
			"<div style='background-image: u\\72l(//elsewhere.example/x.png)'>Leaks</div>",
			"<style>@import 'http://elsewhere.example/x.css';</style>",
			"<link rel='stylesheet' href='http://elsewhere.example/x.css'>",
			"<table background='http://elsewhere.example/x.png'><tr><td>Leaks</td></tr></table>",
			"<svg><image xlink:href='http://elsewhere.example/x.png'/></svg>",
			"<iframe src='http://elsewhere.example/'></iframe><object data='http://elsewhere.example/'></object>",
			"<video poster='http://elsewhere.example/x.png' src='http://elsewhere.example/x.mp4'></video>",
		):
			visit.purposes[0].update({"complaint": f"<p>Leaks</p>{fetched}", "description": fetched})
			visit.update({"address_display": f"Siège<br>{fetched}"})
			visit.purposes[0].item_code = None
			html = get_report(print_visit(visit))
			with self.subTest(fetched):
				self.assertIn("Leaks", html)
				self.assertNotRegex(ESCAPED.sub("", html), r"elsewhere|127\.0\.0\.1|@import")

	def test_what_people_wrote_keeps_its_looks(self):
		visit = make_visit().insert()
		written = '<p style="color: rgb(230, 0, 0)">Leaks <b>much</b></p><img src="/files/leak.png"/>'
		visit.purposes[0].complaint = written

		report = get_report(print_visit(visit)).replace("color:rgb", "color: rgb").replace(';">', '">')
		self.assertIn(written, report)

	def test_who_may_not_read_the_visit_may_not_print_it(self):
		visit = make_visit().insert()

		frappe.set_user("Guest")
		with self.assertRaises(frappe.PermissionError):
			print_visit(visit)
