"""The stand-in speaks French too; translators have Frappe's commands, and a site has what they wrote."""

import re
import shutil
import unittest
from pathlib import Path

import frappe
import pytest
from click.testing import CliRunner
from frappe.gettext import translate

from maintenance_visit_app.tests.test_translations import CatalogueTests
from runtime import boot, site, translations

MARKED = re.compile(r'__\(\s*"((?:[^"\\]|\\.)*)"')
POT = translate.get_pot_path("maintenance_visit_app")
PO = translate.get_po_path("maintenance_visit_app", "fr")


class TestStandInTranslations(CatalogueTests, unittest.TestCase):
	app = "erpnext"


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
	"""Copies of main.pot and fr.po, which the commands take for the app's own."""
	for path in (POT, PO):
		shutil.copy(path, tmp_path)
	monkeypatch.setattr(translate, "get_po_dir", lambda app: tmp_path)
	return tmp_path


def run(command, *options: str) -> None:
	ran = CliRunner().invoke(command, ["--app", "maintenance_visit_app", *options])
	assert ran.exit_code == 0, ran.output


def test_site_knows_french():
	assert frappe._("Maintenance Visit", "fr") == "Visite d'entretien"
	assert frappe._("Check In", "fr", "Maintenance Visit Time Log") == "Arrivée"


def test_every_text_of_the_scripts_is_in_the_catalogue():
	"""Frappe's extractor passes by what stands in an attribute's quotes in a template: it needs a name before."""
	known = {message.id for message in translate.get_catalog("maintenance_visit_app")}
	app = boot.REPOSITORY / boot.APP
	scripts = [path for ending in ("js", "vue") for path in app.rglob(f"*.{ending}")]
	marked = {text.replace('\\"', '"') for path in scripts for text in MARKED.findall(path.read_text())}

	assert len(marked) > 200
	assert sorted(marked - known) == []


def test_edited_catalogue_is_taken_up():
	assert PO in site._inputs()


def test_catalogues_are_not_touched_while_the_code_says_the_same(copies: Path):
	before = [(copies / path.name).read_bytes() for path in (POT, PO)]

	run(translations.generate_pot_file)
	run(translations.update_po_files)

	assert [(copies / path.name).read_bytes() for path in (POT, PO)] == before


def test_new_string_arrives_in_french_untranslated_and_a_former_one_leaves(copies: Path):
	text = (copies / "main.pot").read_text()
	(copies / "main.pot").write_text(text.replace('msgid "Checklist"', 'msgid "Former Checklist"'))
	run(translations.update_po_files, "--locale", "fr")
	assert 'msgid "Former Checklist"\nmsgstr ""' in (copies / "fr.po").read_text()

	run(translations.generate_pot_file)
	run(translations.update_po_files)

	french = (copies / "fr.po").read_text()
	assert "Former Checklist" not in french
	assert 'msgid "Checklist"\nmsgstr ""' in french


def test_compiling_gives_what_was_written(copies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setattr(translate, "get_locale_dir", lambda: tmp_path / "compiled")
	text = (copies / "fr.po").read_text()
	(copies / "fr.po").write_text(text.replace("Visite d'entretien\"", "Tournée d'entretien\""))

	run(translations.compile_po_to_mo)

	assert translate.get_translations_from_mo("fr", "maintenance_visit_app")["Maintenance Visit"] == (
		"Tournée d'entretien"
	)
