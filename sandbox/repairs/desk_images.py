"""Symptom: the logo in Desk is a broken image (404).

Cause: hooks name a file that was left out of the package.
Remedy: name the framework's logo that is there.
"""

from . import Edit

EDITS = [
	Edit(
		"frappe/hooks.py",
		"/assets/frappe/images/frappe-logo.svg",
		"/assets/frappe/images/frappe-framework-logo.svg",
	)
]
