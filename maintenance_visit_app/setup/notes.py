"""What the app notes down on a site, among Frappe's global defaults.

Read past the cache: while an uninstall is under way, other processes put there what was true before.
"""

import frappe
from frappe.defaults import clear_default

# Set at the end of an installation and gone with the first step of an uninstall
INSTALLED = "maintenance_visit_app_installed"
# The rules we added, as JSON: others may look the same
RULES = "maintenance_visit_app_rules"


def write(key: str, value: str) -> None:
	frappe.db.set_global(key, value)


def read(key: str) -> str | None:
	return frappe.db.get_value("DefaultValue", {"parent": "__global", "defkey": key}, "defvalue")


def erase(key: str) -> None:
	clear_default(key, parent="__global")
