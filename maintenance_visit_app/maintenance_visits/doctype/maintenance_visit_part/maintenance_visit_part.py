from typing import TYPE_CHECKING

from maintenance_visit_app.maintenance_visits.visit_row import VisitRow


class MaintenanceVisitPart(VisitRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		available_qty: DF.Float
		batch_no: DF.Link | None
		conversion_factor: DF.Float
		coverage: DF.Literal["", "Billable", "Under Warranty", "Under Contract"]
		coverage_entered: DF.Check
		item_code: DF.Link
		item_name: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		qty: DF.Float
		serial_no: DF.SmallText | None
		stock_qty: DF.Float
		stock_uom: DF.Link | None
		uom: DF.Link | None
		warehouse: DF.Link | None
	# end: auto-generated types
