"""What the app adds to Frappe's answers: headers, and what ends only when the transaction has."""

from collections.abc import Callable

import frappe
from werkzeug.wrappers import Request, Response


def set_header(name: str, value: str) -> None:
	"""Frappe 15 has no headers of its own for a method's answer."""
	get_extras()["headers"][name] = value


def when_answered(function: Callable[[], None]) -> None:
	"""Call the function after the request has committed, or rolled back."""
	get_extras()["functions"].append(function)


def get_extras() -> dict:
	if not hasattr(frappe.local, "visit_answer"):
		frappe.local.visit_answer = {"headers": {}, "functions": []}
	return frappe.local.visit_answer


def after_request(response: Response | None, request: Request) -> None:
	"""Hook of Frappe's, called for each request of the site: most have nothing to add."""
	extras = getattr(frappe.local, "visit_answer", None)
	if not extras:
		return
	if response is not None:
		response.headers.update(extras["headers"])
	for function in extras["functions"]:
		function()
	del frappe.local.visit_answer
