from typing import TYPE_CHECKING

from maintenance_visit_app.maintenance_visits.visit_row import VisitRow


class MaintenanceVisitPhoto(VisitRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		caption: DF.Data | None
		image: DF.AttachImage
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		taken: DF.Literal["Before", "After"]
	# end: auto-generated types
