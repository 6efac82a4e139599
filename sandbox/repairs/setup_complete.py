"""Symptom: every visit of Desk ends in the setup wizard, for ever.

Cause: whether set-up is complete is only asked when *System Settings* has a table, and a Single has none.
Remedy: ask for the Single's value.
"""

from . import Edit

EDITS = [
	Edit(
		"frappe/__init__.py",
		'\tif not frappe.db.table_exists("System Settings"):\n\t\treturn False\n',
		"",
	)
]
