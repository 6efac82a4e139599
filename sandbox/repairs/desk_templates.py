"""Symptom: now and then a page of Desk dies with `frappe.template.compile(...) is not a function`.

Cause: a loop in a template counts in variables of three random letters, which may be `for`, `new`, `try` or `var`.
Remedy: eight letters, which hardly ever make a word.
"""

from . import Edit

EDITS = [
	Edit(
		"frappe/public/js/frappe/microtemplate.js",
		"frappe.utils.get_random(3)",
		"frappe.utils.get_random(8)",
		2,
	)
]
