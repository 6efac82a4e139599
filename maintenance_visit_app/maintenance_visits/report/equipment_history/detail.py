"""One serial number's visits, as rows."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import strip_html

from maintenance_visit_app.maintenance_visits.report.by_visit import group_by_visit
from maintenance_visit_app.maintenance_visits.report.equipment_history.parts import format_parts, share_parts
from maintenance_visit_app.maintenance_visits.shares import get_shares, get_worked_rows

ROW_FIELDS = ("service_person", "complaint", "work_done")


def get_names(serial_no: str) -> list[str]:
	purpose = DocType("Maintenance Visit Purpose")
	query = (
		frappe.qb.from_(purpose)
		.select(purpose.parent)
		.distinct()
		.where((purpose.serial_no == serial_no) & (purpose.docstatus == 1))
	)
	return query.run(pluck=True)


def get_detail_rows(rows: list[tuple], parts: dict[str, list], serial_no: str) -> list[dict]:
	"""Return a row for each purpose of the serial number, the latest first. `rows` are those of whole visits."""
	found = []
	for purposes in group_by_visit(rows):
		worked = get_worked_rows(purposes)
		hours = get_shares(purposes[0].working_hours, len(worked))
		used = share_parts(parts.get(purposes[0].name, ()), len(worked))
		shares = {id(row): share for row, *share in zip(worked, hours, used, strict=True)}
		mine = (row for row in purposes if row.serial_no == serial_no)
		found += [get_row(row, *shares.get(id(row), (0, ()))) for row in mine]
	return found[::-1]


def get_row(row: tuple, hours: float, parts: list[tuple[str, float]]) -> dict:
	return {
		"mntc_date": row.mntc_date,
		"visit": row.name,
		"maintenance_type": _(row.maintenance_type) if row.maintenance_type else None,
		"follow_up_of": row.follow_up_of,
		"service_person": row.service_person,
		"complaint": in_one_line(strip_html(row.complaint or "")),
		"work_done": in_one_line(row.work_done or ""),
		"parts": format_parts(dict(parts), most=None),
		"hours": hours,
		"completion_status": _(row.completion_status) if row.completion_status else None,
		"customer": row.customer,
	}


def in_one_line(text: str) -> str | None:
	"""A cell isn't a page."""
	return " ".join(text.split()) or None
