"""moved_modules, test_helpers, google_extra, python_311 and mariadb_driver: what apps import is there."""

import importlib
import subprocess
import sys

import frappe
import pytest


@pytest.mark.parametrize(
	("name", "member"),
	[
		("frappe.modules", "load_doctype_module"),
		("frappe.modules", "scrub"),
		("frappe.modules.utils", "get_module_app"),
		("frappe.modules.import_file", "import_file_by_path"),
		("frappe.modules.export_file", "export_to_files"),
		("frappe.modules.patch_handler", "run_single"),
		("frappe.tests.utils.generators", "_clear_test_log"),
		("frappe.desk.doctype.event.event", "Event"),
		("frappe.integrations.doctype.google_calendar.google_calendar", "GoogleCalendar"),
		("frappe.integrations.doctype.google_contacts.google_contacts", "GoogleContacts"),
		("frappe.app", "application"),
	],
)
def test_a_module_is_there_with_its_member(name, member):
	assert callable(getattr(importlib.import_module(name), member))


def test_the_old_name_is_the_same_module():
	from frappe import modules
	from frappe.model import import_doc

	assert frappe.modules is modules
	assert modules.import_file is sys.modules["frappe.modules.import_file"] is import_doc


def test_a_patch_under_its_old_name_is_found():
	assert frappe.get_attr("frappe.modules.utils.get_doctype_module")("ToDo") == "Desk"


def test_the_web_application_needs_no_mariadb_driver():
	assert "frappe.app" in sys.modules or importlib.import_module("frappe.app")
	assert "MySQLdb" not in sys.modules


@pytest.mark.parametrize("name", ["google.oauth2.credentials.Credentials", "googleapiclient.discovery.build"])
def test_a_google_library_that_is_not_installed_says_so_when_used(name):
	with pytest.raises(
		ImportError, match=f"^{name} is not installed: the sandbox has no Google integration$"
	):
		frappe.get_attr(name)("token")


def test_googles_errors_can_be_caught():
	from googleapiclient.errors import HttpError

	assert issubclass(HttpError, Exception)


def test_a_google_library_that_is_installed_is_used(tmp_path):
	package = tmp_path / "googleapiclient"
	package.mkdir()
	(package / "__init__.py").write_text("")
	(package / "discovery.py").write_text("def build(*args):\n\treturn 'built'\n")
	program = (
		"from repairs import google_extra; google_extra.apply();"
		"from googleapiclient.discovery import build; print(build())"
	)
	environment = {"PYTHONPATH": f"{tmp_path}:{importlib.import_module('runtime.boot').SANDBOX}"}

	told = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)

	assert told.stdout == "built\n", told.stderr


@pytest.mark.parametrize("doctype", ["Event", "Google Calendar", "Google Contacts"])
def test_a_document_of_each_is_made(doctype):
	assert frappe.new_doc(doctype).doctype == doctype
