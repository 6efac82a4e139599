"""The catalogues in `locale/`: the template holds what the code says, and French says all of it."""

import contextlib
import io
import re
import unittest
from unittest.mock import patch

import frappe
from frappe.gettext import translate
from frappe.gettext.extractors import navbar

KEPT = re.compile(r"\{\w*\}|%\(\w+\)[sd]|%[sd]|</?\w[^>]*>|&\w+;")
# French has a no-break space before double signs of punctuation, and inside of its quotation marks.
PLAIN_SPACE = re.compile(r" [:;?!»]|[^\s\u00a0][:;?!](?:\s|$)|« ")


class CatalogueTests:
	"""What holds for an app's catalogues; `app` names it."""

	app: str

	def test_template_holds_what_the_code_says(self):
		said, listed = get_keys(extract(self.app)), get_keys(translate.get_catalog(self.app))

		advice = f"Run: bench generate-pot-file --app {self.app}"
		self.assertEqual(said - listed, set(), f"Not in main.pot. {advice}")
		self.assertEqual(listed - said, set(), f"In main.pot, but no longer in the code. {advice}")

	def test_french_has_the_entries_of_the_template(self):
		listed, french = get_keys(translate.get_catalog(self.app)), get_keys(self.get_french())

		advice = f"Run: bench update-po-files --app {self.app} --locale fr"
		self.assertEqual(listed - french, set(), f"Not in fr.po. {advice}")
		self.assertEqual(french - listed, set(), f"In fr.po, but no longer in main.pot. {advice}")
		self.assertFalse(self.get_french().obsolete)

	def test_french_is_complete(self):
		self.assert_none("is not translated into French", lambda message: not message.string.strip())
		self.assert_none("is marked as fuzzy", lambda message: message.fuzzy)

	def test_french_keeps_placeholders_and_tags(self):
		self.assert_none("has other placeholders or tags in French", is_other_inside)

	def test_french_spaces_don_t_break_before_punctuation(self):
		self.assert_none("lacks a no-break space", lambda message: PLAIN_SPACE.search(get_words(message)))

	def assert_none(self, fault: str, is_at_fault) -> None:
		faulty = [message.id for message in self.get_french() if message.id and is_at_fault(message)]
		self.assertEqual(faulty, [], fault)

	def get_french(self):
		return translate.get_catalog(self.app, "fr")


class TestTranslations(CatalogueTests, unittest.TestCase):
	app = "maintenance_visit_app"


def extract(app: str):
	"""Return the catalogue that `bench generate-pot-file` would write.

	Frappe's extractor of the navbar imports an app's hooks by their place below the bench, and the app may lie elsewhere.
	"""
	hooks = patch.object(navbar, "get_module", lambda path: frappe.get_module(f"{app}.hooks"))
	with hooks, patch.object(translate, "write_catalog") as write, contextlib.redirect_stdout(io.StringIO()):
		translate.generate_pot(app)
	return write.call_args.args[1]


def get_keys(catalog) -> set[tuple[str, str | None]]:
	return {(message.id, message.context) for message in catalog if message.id}


def is_other_inside(message) -> bool:
	return set(KEPT.findall(message.id)) != set(KEPT.findall(message.string))


def get_words(message) -> str:
	return KEPT.sub("x", message.string)
