"""test_case: Frappe's classes for tests, under the names of v15 and v16, with their helpers."""

import unittest

import frappe
import pytest
from frappe.tests import IntegrationTestCase, UnitTestCase
from frappe.tests.utils import FrappeTestCase, change_settings, patch_hooks
from frappe.utils import now_datetime

each_case = pytest.mark.parametrize("case", [IntegrationTestCase, UnitTestCase, FrappeTestCase])


def run(case: type, test) -> unittest.TestResult:
	"""Run a function as the only test of a class of its own."""
	own = type("Story", (case,), {"test_story": test})
	result = unittest.TestResult()
	unittest.defaultTestLoader.loadTestsFromTestCase(own).run(result)
	assert result.testsRun == 1
	return result


@each_case
def test_what_a_class_writes_is_rolled_back(case):
	names = []

	def write(self):
		names.append(frappe.get_doc(doctype="ToDo", description="from a test").insert().name)
		frappe.set_user("Guest")

	assert run(case, write).wasSuccessful()

	assert names and not frappe.db.exists("ToDo", names[0])
	assert frappe.session.user == "Administrator"


@each_case
def test_too_many_statements_are_told(case):
	def count(self):
		with self.assertQueryCount(1):
			frappe.db.sql("select 1")
		with self.assertQueryCount(1):
			frappe.db.sql("select 1")
			frappe.db.sql("select 'the second'")

	result = run(case, count)

	assert len(result.failures) == 1
	assert "select 'the second'" in result.failures[0][1]


@each_case
def test_time_stands_still_at_the_sites_time(case):
	told = []

	def freeze(self):
		with self.freeze_time("2026-07-01 12:00:00"):
			told.append(str(now_datetime()))
		with self.freeze_time("2026-07-01 12:00:00", is_utc=True):
			told.append(str(now_datetime()))

	assert run(case, freeze).wasSuccessful()
	assert told == ["2026-07-01 12:00:00", "2026-07-01 14:00:00"]
	assert str(now_datetime()) not in told


@each_case
def test_settings_are_changed_and_put_back(case):
	told = []

	def change(self):
		with self.change_settings("System Settings", {"float_precision": "5"}):
			told.append(frappe.db.get_single_value("System Settings", "float_precision"))
		told.append(frappe.db.get_single_value("System Settings", "float_precision"))

	before = frappe.db.get_single_value("System Settings", "float_precision")
	result = run(case, change)

	assert result.wasSuccessful(), result.errors
	assert told == ["5", before]


def test_settings_are_put_back_after_an_error():
	before = frappe.db.get_single_value("System Settings", "float_precision")

	with pytest.raises(KeyError), change_settings("System Settings", float_precision="5"):
		raise KeyError

	assert frappe.db.get_single_value("System Settings", "float_precision") == before


@each_case
def test_hooks_are_answered_otherwise_for_a_while(case):
	told = []

	def patch(self):
		with self.patch_hooks({"app_title": ["Kettle"]}):
			told.append(frappe.get_hooks("app_title"))
			told.append(frappe.get_hooks("app_name", app_name="frappe"))

	assert run(case, patch).wasSuccessful()
	assert told == [["Kettle"], ["frappe"]]
	assert "Kettle" not in frappe.get_hooks("app_title")


def test_patched_hooks_serve_as_a_decorator():
	@patch_hooks({"app_title": ["Kettle"]})
	def ask() -> list[str]:
		return frappe.get_hooks("app_title")

	assert ask() == ["Kettle"]
	assert "Kettle" not in frappe.get_hooks("app_title")
