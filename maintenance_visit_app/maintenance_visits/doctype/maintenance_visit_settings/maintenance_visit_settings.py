from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

LATER_FIELDS = (
	"arrival_tolerance",
	"ask_positions",
	"days_positions_kept",
	"device_days_ahead",
	"device_days_before",
	"longest_photo_side",
)


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

	def before_validate(self) -> None:
		self.set_later_fields()

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

	def set_later_fields(self) -> None:
		"""Settings saved before these fields came have no value, and Frappe would write 0."""
		for fieldname in LATER_FIELDS:
			if self.get(fieldname) is None:
				self.set(fieldname, self.get_default(fieldname))

	def get_default(self, fieldname: str) -> int:
		return cint(self.meta.get_field(fieldname).default)


def get_settings() -> MaintenanceVisitSettings:
	"""Return the settings from Frappe's cache; their defaults where nobody has saved them yet."""
	return frappe.get_cached_doc("Maintenance Visit Settings")


def get_number(fieldname: str) -> int:
	"""Return a number of the settings; its default where nobody has chosen yet."""
	settings = get_settings()
	value = settings.get(fieldname)
	return settings.get_default(fieldname) if value is None else cint(value)


def get_arrival_tolerance() -> timedelta:
	"""Return how late a technician may check in and still be on time."""
	return timedelta(minutes=get_number("arrival_tolerance"))
