"""The list as a technician wants it: what is today comes first, then what is to come, and at last what has been."""

from inspect import signature

import frappe
from frappe.desk import reportview
from frappe.model.db_query import DatabaseQuery
from frappe.utils import cint, today

VISIT = "Maintenance Visit"
COMING = "`tabMaintenance Visit`.`mntc_date` asc, `tabMaintenance Visit`.`mntc_time` asc"
# What the list is sorted by until the user chooses something else
FROM_TODAY = "`tabMaintenance Visit`.`mntc_date` asc"
# Who is late finds the drafts of former days before what is done
PAST = "`tabMaintenance Visit`.`docstatus` asc, `tabMaintenance Visit`.`mntc_date` desc, `tabMaintenance Visit`.`mntc_time` desc"

# What Frappe's list takes: it breaks on anything else that a request holds
KNOWN = {"doctype", *signature(DatabaseQuery.execute).parameters}


@frappe.whitelist()
@frappe.read_only()
def get_visits_from_today() -> dict | list:
	"""Return a page of Desk's list, as frappe.desk.reportview.get does, which also checks what the user may read.

	Sorted by date, those from today on come first, in the order of time, then drafts of former days, and then what
	is done.
	"""
	frappe.form_dict.doctype = VISIT
	arguments = {key: value for key, value in reportview.get_form_params().items() if key in KNOWN}
	arguments = frappe._dict(arguments)
	is_by_date = str(arguments.order_by).startswith(FROM_TODAY)
	if not is_by_date or not isinstance(arguments.filters or [], list):
		return reportview.compress(reportview.execute(**arguments), args=arguments)
	start, length = cint(arguments.start), cint(arguments.page_length)
	visits = get_page(arguments, ">=", COMING, start, length)
	if len(visits) < length:
		# What was shown of those to come is no longer to be skipped among the others
		shown = start + len(visits) if visits or not start else count_coming(arguments, start)
		skipped = max(start - shown, 0)
		visits += get_page(arguments, "<", PAST, skipped, length - len(visits))
	return reportview.compress(visits, args=arguments)


def get_page(arguments: dict, operator: str, order_by: str, start: int, length: int) -> list[dict]:
	changed = {
		"filters": [*(arguments.get("filters") or []), [VISIT, "mntc_date", operator, today()]],
		"order_by": order_by,
		"start": start,
		"limit_start": start,
		"page_length": length,
	}
	return list(reportview.execute(**{**arguments, **changed}))


def count_coming(arguments: dict, most: int) -> int:
	return len(get_page({**arguments, "fields": ["`tabMaintenance Visit`.`name`"]}, ">=", COMING, 0, most))
