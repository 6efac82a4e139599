import re
from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cast, cint, cstr, escape_html

from maintenance_visit_app.maintenance_visits.checked_document import CheckedDocument

VROOM = "VROOM"
# What Leaflet writes into an address; another thing in braces, such as {apikey}, is left to be filled in by nobody
TILES = re.compile(r"(https?:/)?/([^\s<>\"'{}]|\{[szxyr]\})+")
# What is asked for is written behind it; a server of one's own may be this very machine
ROUTER = re.compile(r"https?://[^/\s<>\"'{}?#]+(/[^\s<>\"'{}?#]*)?")
OF_TILES = ("{z}", "{x}", "{y}")


class PlannerError(frappe.ValidationError):
	pass


class MapTilesError(frappe.ValidationError):
	pass


class RoutingServerError(frappe.ValidationError):
	pass


class MaintenanceVisitSettings(CheckedDocument):
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
		map_attribution: DF.Data | None
		map_tiles: DF.Data | None
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
		self.validate_map_tiles()
		self.validate_routing_url()

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

	def validate_map_tiles(self) -> None:
		if not self.map_tiles:
			return
		self.map_tiles = self.map_tiles.strip()
		if not TILES.fullmatch(self.map_tiles) or not all(part in self.map_tiles for part in OF_TILES):
			frappe.throw(
				_(
					"{0} is no address of map tiles: it begins with https:// and has {1} in it, and nothing else in braces."
				).format(frappe.bold(escape_html(self.map_tiles)), frappe.bold(", ".join(OF_TILES))),
				MapTilesError,
				title=_("Map Tiles"),
			)

	def validate_routing_url(self) -> None:
		self.routing_url = cstr(self.routing_url).strip()
		if self.routing_url and not ROUTER.fullmatch(self.routing_url):
			frappe.throw(
				_(
					"{0} is no address of a routing server: it begins with https:// or http:// and the server's name, such as {1}, and has no ? or # in it."
				).format(frappe.bold(escape_html(self.routing_url)), frappe.bold("http://localhost:5000")),
				RoutingServerError,
				title=_("Routing Server"),
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
