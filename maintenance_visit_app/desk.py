"""What Desk asks this app about its users."""

import frappe

from maintenance_visit_app.hooks import maintenance_visit_sources
from maintenance_visit_app.maintenance_visits.source_kinds import get_kinds_there


def has_app_permission() -> bool:
	"""Tell whether the user finds this app among his: who may read visits. Hook `add_to_apps_screen`."""
	return frappe.has_permission("Maintenance Visit", "read")


def extend_bootinfo(bootinfo: dict) -> None:
	"""Tell the visit's form which kinds of source other apps have added. Hook `extend_bootinfo`."""
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
