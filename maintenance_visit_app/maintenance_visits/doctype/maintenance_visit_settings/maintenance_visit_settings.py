from typing import TYPE_CHECKING

import frappe
from frappe.model.document import Document


class MaintenanceVisitSettings(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		assign_technicians: DF.Check
		days_ahead: DF.Int
		default_warehouse: DF.Link | None
		generate_planned_visits: DF.Check
		hours_step: DF.Float
		issue_parts_on_submit: DF.Check
		labour_item: DF.Link | None
		max_photo_size: DF.Float
		notify_customers: DF.Check
		refuse_double_booking: DF.Check
		require_signature: DF.Check
	# end: auto-generated types


def get_settings() -> MaintenanceVisitSettings:
	"""Return the settings from Frappe's cache; their defaults where nobody has saved them yet."""
	return frappe.get_cached_doc("Maintenance Visit Settings")
