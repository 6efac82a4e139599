import re
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, format_time, to_timedelta

from maintenance_visit_app.maintenance_visits.checked_document import CheckedDocument
from maintenance_visit_app.maintenance_visits.positions import get_checked_position

COLOR = re.compile(r"#[0-9a-fA-F]{6}")


class ColorError(frappe.ValidationError):
	pass


class WorkingHoursError(frappe.ValidationError):
	pass


class NotAPersonError(frappe.ValidationError):
	pass


class TechnicianProfile(CheckedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		from maintenance_visit_app.maintenance_visits.doctype.service_skill_link.service_skill_link import (
			ServiceSkillLink,
		)
		from maintenance_visit_app.maintenance_visits.doctype.technician_territory.technician_territory import (
			TechnicianTerritory,
		)
		from maintenance_visit_app.maintenance_visits.doctype.technician_working_hours.technician_working_hours import (
			TechnicianWorkingHours,
		)

		color: DF.Color | None
		employee: DF.Link | None
		holiday_list: DF.Link | None
		home_address: DF.Link | None
		home_position: DF.Data | None
		on_board: DF.Check
		service_person: DF.Link
		skills: DF.TableMultiSelect[ServiceSkillLink]
		territories: DF.TableMultiSelect[TechnicianTerritory]
		warehouse: DF.Link | None
		working_hours: DF.Table[TechnicianWorkingHours]
	# end: auto-generated types

	def validate(self) -> None:
		self.validate_person()
		self.validate_color()
		self.validate_working_hours()
		self.home_position = get_checked_position(self.home_position)

	def validate_person(self) -> None:
		if frappe.get_cached_value("Sales Person", self.service_person, "is_group"):
			frappe.throw(
				_("{0} is a group of technicians. Choose the person who does the work.").format(
					frappe.bold(escape_html(self.service_person))
				),
				NotAPersonError,
				title=_("Not a Person"),
			)

	def validate_color(self) -> None:
		"""Frappe's field checks what is chosen, not what programs write; the board puts it into its styles."""
		if self.color and not COLOR.fullmatch(self.color):
			frappe.throw(
				_("{0} is no color: write it as {1}.").format(
					frappe.bold(escape_html(self.color)), frappe.bold("#1f78b4")
				),
				ColorError,
				title=_("Color"),
			)

	def validate_working_hours(self) -> None:
		"""Every row ends after it begins, and no two of a day overlap."""
		shifts = {}
		for row in self.working_hours:
			start, end = to_timedelta(str(row.from_time)), to_timedelta(str(row.to_time))
			if start >= end:
				throw_hours(_("Row #{0}: {1} is not before {2}."), row)
			if any(
				start < other_end and other_start < end
				for other_start, other_end in shifts.get(row.weekday, [])
			):
				throw_hours(_("Row #{0}: {1} to {2} overlaps with another row of the same day."), row)
			shifts.setdefault(row.weekday, []).append((start, end))


def throw_hours(message: str, row: Document) -> None:
	frappe.throw(
		message.format(
			row.idx, frappe.bold(format_time(row.from_time)), frappe.bold(format_time(row.to_time))
		),
		WorkingHoursError,
		title=_("Working Hours"),
	)
