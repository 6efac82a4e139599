from datetime import timedelta
from typing import TYPE_CHECKING

import frappe
from frappe.model.document import Document
from frappe.utils import cint


class MaintenanceVisitSettings(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		api_requests_per_minute: DF.Int
		arrival_tolerance: DF.Int
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
		routing_url: DF.Data | None
	# end: auto-generated types

	def before_validate(self) -> None:
		self.set_arrival_tolerance()

	def set_arrival_tolerance(self) -> None:
		"""Settings saved before this field came have no value, and Frappe would write 0."""
		if self.arrival_tolerance is None:
			self.arrival_tolerance = self.get_default("arrival_tolerance")

	def get_default(self, fieldname: str) -> int:
		return cint(self.meta.get_field(fieldname).default)


def get_settings() -> MaintenanceVisitSettings:
	"""Return the settings from Frappe's cache; their defaults where nobody has saved them yet."""
	return frappe.get_cached_doc("Maintenance Visit Settings")


def get_arrival_tolerance() -> timedelta:
	"""Return how late a technician may check in and still be on time; the default where nobody has chosen yet."""
	settings = get_settings()
	minutes = settings.arrival_tolerance
	return timedelta(minutes=settings.get_default("arrival_tolerance") if minutes is None else minutes)
