from typing import TYPE_CHECKING

import frappe

from maintenance_visit_app.maintenance_visits.visit_row import VisitRow


class MaintenanceVisitPurpose(VisitRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		complaint: DF.TextEditor | None
		completion_status: DF.Literal["", "Pending", "Partially Completed", "Fully Completed"]
		coverage: DF.Literal["", "Billable", "Under Warranty", "Under Contract", "Ordered"]
		coverage_entered: DF.Check
		description: DF.TextEditor | None
		former_source: DF.Data | None
		former_source_doctype: DF.Data | None
		item_code: DF.Link | None
		item_name: DF.Data | None
		maintenance_schedule_detail: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		prevdoc_detail_docname: DF.Data | None
		prevdoc_docname: DF.DynamicLink | None
		prevdoc_doctype: DF.Link | None
		serial_no: DF.Link | None
		service_person: DF.Link | None
		work_done: DF.SmallText | None
	# end: auto-generated types

	def is_empty(self) -> bool:
		"""Tell whether nobody has said anything yet of what is to be done."""
		said = ("item_code", "serial_no", "service_person", "description", "work_done")
		sources = ("prevdoc_docname", "former_source")
		return not any(self.get(fieldname) for fieldname in (*said, *sources))


def on_doctype_update() -> None:
	"""Index the way back from a source document, its row, or a serial number to the visits made for it."""
	frappe.db.add_index("Maintenance Visit Purpose", ["prevdoc_docname", "prevdoc_doctype"])
	frappe.db.add_index("Maintenance Visit Purpose", ["maintenance_schedule_detail", "docstatus"])
	frappe.db.add_index("Maintenance Visit Purpose", ["serial_no", "docstatus"])
