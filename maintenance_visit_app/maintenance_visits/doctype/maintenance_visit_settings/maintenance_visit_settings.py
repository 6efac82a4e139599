from typing import TYPE_CHECKING

from frappe.model.document import Document


class MaintenanceVisitSettings(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		days_ahead: DF.Int
		generate_planned_visits: DF.Check
	# end: auto-generated types
