from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cast, cint

VROOM = "VROOM"


class PlannerError(frappe.ValidationError):
	pass


class MaintenanceVisitSettings(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		api_requests_per_minute: DF.Int
		arrival_tolerance: DF.Int
		ask_positions: DF.Check
		assign_technicians: DF.Check
		days_ahead: DF.Int
		days_positions_kept: DF.Int
		default_warehouse: DF.Link | None
		device_days_ahead: DF.Int
		device_days_before: DF.Int
		generate_planned_visits: DF.Check
		hours_step: DF.Float
		issue_parts_on_submit: DF.Check
		labour_item: DF.Link | None
		longest_photo_side: DF.Int
		max_photo_size: DF.Float
		notify_customers: DF.Check
		planner: DF.Literal["Own Search", "VROOM"]
		refuse_double_booking: DF.Check
		require_signature: DF.Check
		routing_url: DF.Data | None
	# end: auto-generated types

	def load_from_db(self):
		"""Settings saved before a field came have no value for it: its default, where Frappe would show and save 0."""
		super().load_from_db()
		stored = frappe.db.get_singles_dict(self.doctype)
		for field in self.meta.fields:
			if field.default and field.fieldname not in stored:
				self.set(field.fieldname, cast(field.fieldtype, field.default))
		return self

	def validate(self) -> None:
		self.validate_planner()

	def validate_planner(self) -> None:
		if self.planner == VROOM and not find_spec("vroom"):
			frappe.throw(
				_("VROOM isn't installed here: run {0} on the server first, or choose {1}.").format(
					frappe.bold("pip install maintenance_visit_app[routing]"),
					frappe.bold(_("Own Search")),
				),
				PlannerError,
				title=_("Planner"),
			)


def get_settings() -> MaintenanceVisitSettings:
	"""Return the settings from Frappe's cache; their defaults where nobody has saved them yet."""
	return frappe.get_cached_doc("Maintenance Visit Settings")


def get_number(fieldname: str) -> int:
	"""Return a whole number of the settings."""
	return cint(get_settings().get(fieldname))


def get_arrival_tolerance() -> timedelta:
	"""Return how late a technician may check in and still be on time."""
	return timedelta(minutes=get_number("arrival_tolerance"))
