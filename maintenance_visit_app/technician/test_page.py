"""`/visits`: what the server gives everyone alike, and what keeps the app without network."""

import json
import re
from pathlib import Path

import frappe
from frappe.utils import get_test_client

from maintenance_visit_app.technician import page
from maintenance_visit_app.tests import VisitTestCase

USER_FIELDS = ("full_name", "csrf_token", "julie.perrin", "Administrator")


class TestPage(VisitTestCase):
	def open(self, path: str):
		return get_test_client().get(path, headers={"X-Frappe-Site-Name": frappe.local.site})

	def test_shell_is_the_same_for_every_address_and_says_nothing_of_a_user(self):
		shells = {
			self.open(path).get_data(as_text=True)
			for path in ("/visits", "/visits/", "/visits/visit/MAT-MVS-1", "/visits/equipment/A%20b")
		}

		self.assertEqual(len(shells), 1)
		shell = shells.pop()
		self.assertIn(page.bundled_path(page.SCRIPT), shell)
		self.assertNotIn("[[", shell)
		for word in USER_FIELDS:
			self.assertNotIn(word, shell)

	def test_browsers_ask_for_a_new_version_each_time(self):
		for path in ("/visits", "/visits/worker.js", "/visits/manifest.json", "/visits/messages/fr.json"):
			response = self.open(path)
			self.assertEqual(
				(response.status_code, response.headers["Cache-Control"]), (200, "no-cache"), path
			)

	def test_worker_may_control_the_page_itself_and_keeps_what_the_page_needs(self):
		response = self.open("/visits/worker.js")

		self.assertEqual(response.headers["Service-Worker-Allowed"], "/visits")
		self.assertTrue(response.content_type.startswith("text/javascript"))
		first = response.get_data(as_text=True).split("\n", 1)[0]
		kept = json.loads(first.removeprefix("self.VISITS = ").removesuffix(";"))["files"]
		shell = self.open("/visits").get_data(as_text=True)
		wanted = re.findall(r'(?:href|src|content)="(/[^"]+)"', shell)
		self.assertEqual([path for path in wanted if path not in kept], [])

	def test_other_bundles_are_another_version(self):
		before = page.get_version()
		self.assertEqual(page.get_version(), before)
		shell = page.SHELL
		try:
			page.SHELL = "page.py"
			self.assertNotEqual(page.get_version(), before)
		finally:
			page.SHELL = shell

	def test_manifest_makes_it_an_app_of_its_own(self):
		manifest = json.loads(self.open("/visits/manifest.json").get_data(as_text=True))

		self.assertEqual({manifest[key] for key in ("id", "start_url", "scope")}, {"/visits"})
		self.assertEqual(manifest["display"], "standalone")
		for icon in manifest["icons"]:
			name = icon["src"].rsplit("/", 1)[1]
			self.assertTrue(Path(frappe.get_app_path(page.APP, "public", "images", name)).is_file(), name)

	def test_messages_are_those_of_the_app_in_the_language_asked_for(self):
		french = json.loads(self.open("/visits/messages/fr.json").get_data(as_text=True))

		self.assertEqual(french["Planned"], frappe._("Planned", "fr"))
		self.assertLessEqual(set(french), set(page.get_texts()))
		for language in ("en", "xx", "..%2f..", "fr%00"):
			response = self.open(f"/visits/messages/{language}.json")
			self.assertNotIn("Planifi", response.get_data(as_text=True), language)

	def test_texts_are_found_whatever_their_quotes(self):
		source = """__("It's {0}", [1]) __('a "b"') __(`c`) not__("d") __( "e\\"f" )"""
		self.assertEqual(page.find_texts(source), ["It's {0}", 'a "b"', "c", 'e"f'])

	def test_word_with_two_meanings_is_translated_as_what_it_means_there(self):
		self.assertEqual(page.find_texts("""__("OK", [], "Of a Check")"""), ["OK:Of a Check"])
		french = json.loads(self.open("/visits/messages/fr.json").get_data(as_text=True))
		self.assertEqual(
			french["OK:Maintenance Visit Check"], frappe._("OK", "fr", "Maintenance Visit Check")
		)
