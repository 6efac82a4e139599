"""The columns of *Equipment History*: of the overview, and of one serial number's visits."""

from frappe import _

from maintenance_visit_app.maintenance_visits.report.columns import get_column
from maintenance_visit_app.maintenance_visits.report.equipment_history.history import DAYS_DECIMALS


def get_overview_columns() -> list[dict]:
	return [
		get_column("serial_no", _("Serial No"), "Link", 155, "Serial No"),
		get_column("item_code", _("Item Code"), "Link", 140, "Item"),
		get_column("item_name", _("Item Name"), "Data", 165),
		get_column("customer", _("Customer"), "Link", 160, "Customer"),
		get_column("visits", _("Visits"), "Int", 70),
		get_column("breakdowns", _("Breakdowns"), "Int", 120),
		get_column("mtbf", _("MTBF (Days)"), "Float", 120, precision=DAYS_DECIMALS),
		get_column("mttr", _("MTTR (Hours)"), "Float", 130),
		get_column("hours", _("Hours"), "Float", 80),
		get_column("last_visit", _("Last Visit"), "Date", 130),
		get_column("parts_qty", _("Parts Quantity"), "Float", 155),
		get_column("parts", _("Most Used Parts"), "Data", 240),
		get_column("warranty_expiry_date", _("Warranty Until"), "Date", 145),
		get_column("amc_expiry_date", _("Contract Until"), "Date", 140),
	]


def get_detail_columns() -> list[dict]:
	return [
		get_column("mntc_date", _("Date"), "Date", 110),
		get_column("visit", _("Maintenance Visit"), "Link", 200, "Maintenance Visit"),
		get_column("maintenance_type", _("Maintenance Type"), "Data", 150),
		get_column("follow_up_of", _("Follow-up Of"), "Data", 200),
		get_column("service_person", _("Technician"), "Link", 140, "Sales Person"),
		get_column("complaint", _("Complaint"), "Data", 220),
		get_column("work_done", _("Work Done"), "Data", 260),
		get_column("parts", _("Parts"), "Data", 200),
		get_column("hours", _("Hours"), "Float", 90),
		get_column("completion_status", _("Completion Status"), "Data", 160),
		get_column("customer", _("Customer"), "Link", 170, "Customer"),
	]
