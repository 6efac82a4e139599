"""When a customer is visited next."""

import frappe
from frappe.utils import today

from maintenance_visit_app.arguments import complete

FIELDS = ["name", "mntc_date", "mntc_time", "technicians"]
ORDER = "`tabMaintenance Visit`.`mntc_date` {0}, `tabMaintenance Visit`.`mntc_time` {0}"


@frappe.whitelist()
@complete
def get_next_visit(customer: str) -> dict | None:
	"""Return the next draft visit to a customer, or the last one that is overdue, of those that the user may read.

	{name, mntc_date, mntc_time, technicians}, or None where there is none.
	"""
	frappe.has_permission("Customer", "read", customer, throw=True)
	return get_first(customer, (">=", today()), "asc") or get_first(customer, ("<", today()), "desc")


def get_first(customer: str, day: tuple, order: str) -> dict | None:
	found = frappe.get_list(
		"Maintenance Visit",
		filters={"customer": customer, "docstatus": 0, "mntc_date": day},
		fields=FIELDS,
		order_by=ORDER.format(order),
		limit=1,
	)
	return found[0] if found else None
