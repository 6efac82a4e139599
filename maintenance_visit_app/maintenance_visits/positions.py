"""Positions as text, latitude and longitude in degrees: what check-ins, addresses and profiles keep."""

import re

import frappe
from frappe import _
from frappe.utils import escape_html

POSITION = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
Position = tuple[float, float]


class PositionError(frappe.ValidationError):
	pass


def read_position(text: str | None) -> Position | None:
	"""Return (latitude, longitude), or None where the text names no place on earth."""
	match = POSITION.fullmatch(text or "")
	if not match:
		return None
	latitude, longitude = map(float, match.groups())
	return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def write_position(position: Position) -> str:
	return f"{position[0]:.5f}, {position[1]:.5f}"


def get_checked_position(text: str | None) -> str | None:
	"""Return the position as it is kept, or throw PositionError."""
	if not (text or "").strip():
		return None
	position = read_position(text)
	if not position:
		throw_no_position(text)
	return write_position(position)


def throw_no_position(text: str) -> None:
	frappe.throw(
		_("{0} is no position: give latitude and longitude in degrees, such as 45.18850, 5.72450.").format(
			frappe.bold(escape_html(text))
		),
		PositionError,
		title=_("Position"),
	)
