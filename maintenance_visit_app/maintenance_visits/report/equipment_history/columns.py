"""The columns of *Equipment History*: of the overview, and of one serial number's visits."""

from frappe import _

from maintenance_visit_app.maintenance_visits.report.equipment_history.history import (
	DAYS_DECIMALS,
	HOURS_DECIMALS,
)


def get_overview_columns() -> list[dict]:
	return [
		link("serial_no", _("Serial No"), "Serial No", 155),
		link("item_code", _("Item Code"), "Item", 105),
		column("item_name", _("Item Name"), "Data", 165),
		link("customer", _("Customer"), "Customer", 160),
		column("visits", _("Visits"), "Int", 70),
		column("breakdowns", _("Breakdowns"), "Int", 120),
		column("mtbf", _("MTBF (Days)"), "Float", 115, DAYS_DECIMALS),
		column("mttr", _("MTTR (Hours)"), "Float", 120, HOURS_DECIMALS),
		column("hours", _("Hours"), "Float", 80, HOURS_DECIMALS),
		column("last_visit", _("Last Visit"), "Date", 110),
		column("parts_qty", _("Parts Quantity"), "Float", 120, HOURS_DECIMALS),
		column("parts", _("Most Used Parts"), "Data", 240),
		column("warranty_expiry_date", _("Warranty Until"), "Date", 125),
		column("amc_expiry_date", _("Contract Until"), "Date", 125),
	]


def get_detail_columns() -> list[dict]:
	return [
		column("mntc_date", _("Date"), "Date", 110),
		link("visit", _("Maintenance Visit"), "Maintenance Visit", 200),
		column("maintenance_type", _("Maintenance Type"), "Data", 150),
		column("follow_up_of", _("Follow-up Of"), "Data", 200),
		link("service_person", _("Technician"), "Sales Person", 140),
		column("complaint", _("Complaint"), "Data", 220),
		column("work_done", _("Work Done"), "Data", 260),
		column("parts", _("Parts"), "Data", 200),
		column("hours", _("Hours"), "Float", 90, HOURS_DECIMALS),
		column("completion_status", _("Completion Status"), "Data", 160),
		link("customer", _("Customer"), "Customer", 170),
	]


def link(fieldname: str, label: str, doctype: str, width: int) -> dict:
	return {**column(fieldname, label, "Link", width), "options": doctype}


def column(fieldname: str, label: str, fieldtype: str, width: int, precision: int | None = None) -> dict:
	values = {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width}
	if fieldtype == "Data":
		# Where the first row's cell is empty, Desk takes it for a number
		values["align"] = "left"
	return values if precision is None else {**values, "precision": precision}
