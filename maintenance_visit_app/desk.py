"""What Desk asks this app about its users."""

import frappe
from frappe import _


def has_app_permission() -> bool:
	"""Tell whether the user finds this app among the apps: who may read visits. Hook `add_to_apps_screen`."""
	return frappe.has_permission("Maintenance Visit", "read")


def translate_app_title(bootinfo: frappe._dict) -> None:
	"""Let the sidebar's head call the app in the user's language. Hook `boot_session`; Frappe 15 has no such head."""
	for app in bootinfo.get("app_data") or []:
		if app["app_name"] == "maintenance_visit_app":
			title = app["app_title"]
			app["app_title"] = _(title)
