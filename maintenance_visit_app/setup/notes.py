"""What the app notes down on a site, among Frappe's global defaults.

Read past the cache: while an uninstall is under way, other processes put there what was true before.
"""

import frappe
from frappe.defaults import clear_default

# Set at the end of an installation and gone with the first step of an uninstall
INSTALLED = "maintenance_visit_app_installed"
# The rules we added, as JSON: others may look the same
RULES = "maintenance_visit_app_rules"
# The DocTypes that were not there to have rules, and those whose links we removed from the workspace, as JSON
ABSENT = "maintenance_visit_app_absent"
LINKS = "maintenance_visit_app_links"
# Since when DocTypes that visits were made for are away: {DocType: moment}, as JSON
AWAY = "maintenance_visit_app_away"


def write(key: str, value: str) -> None:
	frappe.db.set_global(key, value)


def read(key: str) -> str | None:
	return frappe.db.get_value("DefaultValue", {"parent": "__global", "defkey": key}, "defvalue")


def erase(key: str) -> None:
	clear_default(key, parent="__global")
