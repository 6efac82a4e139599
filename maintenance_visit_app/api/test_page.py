"""`/visits-api`: the description as a page, for whoever is logged in, with nothing from elsewhere."""

import re

import frappe
from frappe.utils import get_test_client

from maintenance_visit_app.api.page import PATH, SCRIPT, URL, DescriptionPage
from maintenance_visit_app.bundles import bundled_path
from maintenance_visit_app.tests import VisitTestCase


class TestPage(VisitTestCase):
	def test_who_is_not_logged_in_is_asked_to(self):
		answer = get_test_client().get(f"/{PATH}", headers={"X-Frappe-Site-Name": frappe.local.site})

		self.assertEqual((answer.status_code, answer.location), (302, f"/login?redirect-to=/{PATH}"))

	def test_nothing_on_it_comes_from_elsewhere_and_no_cache_keeps_it(self):
		answer = DescriptionPage(PATH).render()

		page = answer.get_data(as_text=True)
		self.assertEqual(answer.headers["Cache-Control"], "no-store")
		self.assertIn(f'data-url="{URL}"', page)
		self.assertIn(bundled_path(SCRIPT), page)
		linked = re.findall(r'(?:href|src|data-url)="([^"]*)"', page)
		self.assertGreater(len(linked), 4)
		self.assertEqual([link for link in linked if not re.match(r"/\w", link)], [])

	def test_other_pages_are_left_to_others(self):
		for path in ("visits", "visits-api/x", "visits-apis", ""):
			self.assertFalse(DescriptionPage(path).can_render(), path)
