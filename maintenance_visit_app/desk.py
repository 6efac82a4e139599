"""What Desk asks this app about its users."""

import frappe
from frappe import _

from maintenance_visit_app.derived.sales_persons import get_sales_persons_of
from maintenance_visit_app.hooks import maintenance_visit_sources
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit_settings.maintenance_visit_settings import (
	get_number,
	get_settings,
)
from maintenance_visit_app.maintenance_visits.source_kinds import get_kinds_there

PLANNERS = {"Maintenance Manager", "System Manager"}


def has_app_permission() -> bool:
	"""Tell whether the user finds this app among the apps: who may read visits. Hook `add_to_apps_screen`."""
	return frappe.has_permission("Maintenance Visit", "read")


def add_to_bootinfo(bootinfo: dict) -> None:
	"""Tell Desk which sales persons the user is, and whether visits are that user's work. Hook `extend_bootinfo`."""
	user = frappe.session.user
	service_persons = get_sales_persons_of(user) if has_app_permission() else []
	roles = set(frappe.get_roles())
	bootinfo["maintenance_visits"] = {
		"service_persons": service_persons,
		# Of one who is no sales person, a filter that nothing fits
		"own_visits": ["in", service_persons]
		if len(service_persons) > 1
		else ["=", *(service_persons or [user])],
		"is_technician": bool(service_persons and "Maintenance User" in roles and not roles & PLANNERS),
		"default_warehouse": get_settings().default_warehouse,
		"ask_positions": get_number("ask_positions"),
		"map": get_map(),
	}


def get_map() -> dict | None:
	"""Return {tiles, attribution} of the tile server, both texts, or None where maps are not wanted."""
	settings = get_settings()
	if not settings.get("map_tiles"):
		return None
	return {"tiles": settings.map_tiles, "attribution": settings.map_attribution or ""}


def translate_app_title(bootinfo: frappe._dict) -> None:
	"""Let the sidebar's head call the app in the user's language. Hook `boot_session`; Frappe 15 has no such head."""
	for app in bootinfo.get("app_data") or []:
		if app["app_name"] == "maintenance_visit_app":
			title = app["app_title"]
			app["app_title"] = _(title)


def add_sources_to_bootinfo(bootinfo: dict) -> None:
	"""Tell the visit's form which kinds of source other apps have added. Hook `extend_bootinfo`, too."""
	bootinfo.maintenance_visit_sources = {
		doctype: {
			"method": kind.mapper,
			"query": kind.query,
			"customer": kind.customer,
			"company": kind.company,
		}
		for doctype, kind in get_kinds_there().items()
		if doctype not in maintenance_visit_sources
	}
