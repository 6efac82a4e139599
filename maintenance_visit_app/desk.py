"""What Desk asks this app about its users."""

import frappe


def has_app_permission() -> bool:
	"""Tell whether the user finds this app among his: who may read visits. Hook `add_to_apps_screen`."""
	return frappe.has_permission("Maintenance Visit", "read")
