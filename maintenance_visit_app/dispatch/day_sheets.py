"""What a technician's printed day tells of each visit, besides when it is."""

import frappe

from maintenance_visit_app.arguments import complete
from maintenance_visit_app.dispatch.technicians import get_rows
from maintenance_visit_app.dispatch.visits import VISIT, group
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.values import get_json
from maintenance_visit_app.rich_text import get_lines

MOST = 1000
FIELDS = ["name", "address_display", "contact_display", "contact_mobile"]


@frappe.whitelist(methods=["GET", "POST"])
@complete
def get_details(visits: str | list) -> dict:
	"""Return {visit: {address, contact, phone, items}} of those that the user may read."""
	frappe.has_permission(VISIT, "read", throw=True)
	names = [str(name) for name in get_json(visits, list, "visits")][:MOST]
	if not names:
		return {}
	found = frappe.get_list(VISIT, filters={"name": ("in", names)}, fields=FIELDS, limit=0)
	fields = ["parent", "item_code", "item_name", "serial_no"]
	rows = group(get_rows("Maintenance Visit Purpose", VISIT, [visit.name for visit in found], fields))
	return {visit.name: tell(visit, rows.get(visit.name, [])) for visit in found}


def tell(visit: dict, rows: list[dict]) -> dict:
	return {
		"address": "\n".join(get_lines(visit.address_display)),
		"contact": visit.contact_display,
		"phone": visit.contact_mobile,
		"items": [
			" ".join(filter(None, (row.item_name or row.item_code, row.serial_no)))
			for row in rows
			if row.item_code
		],
	}
