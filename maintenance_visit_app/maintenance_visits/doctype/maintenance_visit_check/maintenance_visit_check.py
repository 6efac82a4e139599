from typing import TYPE_CHECKING

from maintenance_visit_app.maintenance_visits.visit_row import VisitRow


class MaintenanceVisitCheck(VisitRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		item_code: DF.Link | None
		maintenance_checklist: DF.Link | None
		mandatory: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reading: DF.Data | None
		remark: DF.SmallText | None
		result: DF.Literal["", "OK", "Not OK", "Not Applicable"]
		serial_no: DF.Data | None
		task: DF.Data
		uom: DF.Link | None
	# end: auto-generated types
