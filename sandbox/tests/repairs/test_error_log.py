"""What goes wrong is written to the *Error Log*, and nobody else is told."""

import sys

import frappe


def test_error_is_logged_with_its_traceback():
	try:
		raise ValueError("The boiler is cold.")
	except ValueError:
		logged = frappe.log_error(title="Boiler")

	assert frappe.db.get_value("Error Log", logged.name, "method") == "Boiler"
	assert "ValueError: The boiler is cold." in frappe.db.get_value("Error Log", logged.name, "error")


def test_message_is_logged_for_a_document():
	logged = frappe.log_error("Boiler", "No water.", reference_doctype="User", reference_name="Guest")

	logged.reload()
	assert (logged.method, logged.error) == ("Boiler", "No water.")
	assert (logged.reference_doctype, logged.reference_name) == ("User", "Guest")


def test_reporting_to_others_is_not_even_loaded():
	frappe.log_error("Boiler", "No water.")

	assert "sentry_sdk" not in sys.modules
