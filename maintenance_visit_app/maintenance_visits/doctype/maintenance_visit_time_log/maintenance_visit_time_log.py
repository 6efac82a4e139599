from typing import TYPE_CHECKING

import frappe

from maintenance_visit_app.maintenance_visits.visit_row import VisitRow


class MaintenanceVisitTimeLog(VisitRow):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		check_in_position: DF.Data | None
		check_out_position: DF.Data | None
		from_time: DF.Datetime
		hours: DF.Float
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		service_person: DF.Link
		to_time: DF.Datetime | None
	# end: auto-generated types


def on_doctype_update() -> None:
	"""Index who is at work: without it, asking so with lock would lock the logs of everybody."""
	frappe.db.add_index("Maintenance Visit Time Log", ["service_person", "to_time"])
