"""A stand-in for ERPNext: the DocTypes that maintenance visits touch, with few fields and little behaviour.

It is a Frappe app that bears ERPNext's name, so that an app which requires ERPNext installs, runs and is
tested without it. What it has is true to ERPNext; what ERPNext has beyond that is left out.
"""

import frappe

__version__ = "16.0.0"


def check_app_permission() -> bool:
	"""Say whether the user finds ERPNext among his apps. Hook `add_to_apps_screen`."""
	if frappe.session.user == "Administrator":
		return True
	return frappe.get_cached_value("User", frappe.session.user, "user_type") == "System User"
