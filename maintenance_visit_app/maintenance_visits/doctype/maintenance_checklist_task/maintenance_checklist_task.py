from typing import TYPE_CHECKING

from frappe.model.document import Document


class MaintenanceChecklistTask(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		mandatory: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		task: DF.Data
		uom: DF.Link | None
	# end: auto-generated types
