"""One operation as it was sent: read field by field, each with a sentence where it is wrong."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, escape_html, strip_html_tags

from maintenance_visit_app.api.clock import Clock
from maintenance_visit_app.api.errors import OperationError, refuse

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
KEYS = ("id", "operation", "visit", "at", "payload", "was", "after")
MOST_CHARACTERS = 20_000
LONGEST_NAME = 140


@dataclass
class Photo:
	"""A file that came with an operation."""

	content: bytes
	file_name: str


@dataclass
class Operation:
	id: str
	sent: dict
	fingerprint: str
	photo: Photo | None = None
	kind: str = ""
	visit: str = ""
	done_at: datetime | None = None
	payload: dict = field(default_factory=dict)
	was: dict = field(default_factory=dict)
	after: list[str] = field(default_factory=list)
	# What an answer says besides: the row that it is about, and what was kept elsewhere
	row: dict | None = None
	document: Document | None = None
	told: list[str] = field(default_factory=list)
	file_url: str | None = None

	@classmethod
	def of(cls, sent: Any, photo: Photo | None = None) -> "Operation":
		"""Return what can be told of any operation: its id, and what it is compared by. Raises OperationError."""
		if not isinstance(sent, dict):
			refuse(_("An operation is an object with an id, an operation and a payload."))
		try:
			return cls(read_id(sent.get("id"), "id"), sent, get_fingerprint(sent, photo), photo)
		except OperationError as error:
			error.id = get_sent_id(sent)
			raise

	def read(self, clock: Clock) -> None:
		"""Read what is to be done; who, when and where. Raises OperationError with the field that is wrong."""
		for key in self.sent:
			if key not in KEYS:
				refuse(_("An operation has no field {0}.").format(bold(key)), cstr(key))
		self.kind = read_text(self.sent.get("operation"), "operation")
		if self.photo and self.kind != "photo":
			refuse(_("Only {0} takes a file.").format(bold("photo")), "file")
		self.visit = read_text(self.sent.get("visit"), "visit")
		self.done_at = clock.get_moment(read_text(self.sent.get("at"), "at"))
		self.payload = read_object(self.sent.get("payload"), "payload")
		self.was = read_object(self.sent.get("was"), "was")
		self.after = read_ids(self.sent.get("after"))

	def forget(self) -> None:
		"""Forget what became of it: it is to be applied again."""
		self.row, self.document, self.told, self.file_url = None, None, [], None

	def take(self, **checks: Callable[[Any, str], Any]) -> frappe._dict:
		"""Return the payload's values as the checks read them; None for what wasn't sent.

		Raises OperationError for a value that a check refuses, and for a field that nobody asked for.
		"""
		for key in self.payload:
			if key not in checks:
				refuse(_("{0} has no field {1}.").format(bold(self.kind), bold(key)), f"payload.{key}")
		return frappe._dict(
			{
				key: None if self.payload.get(key) is None else check(self.payload[key], f"payload.{key}")
				for key, check in checks.items()
			}
		)

	def is_sent(self, key: str) -> bool:
		return key in self.payload


def get_sent_id(sent: dict) -> str | None:
	"""Return the id as it was sent, so that a device finds what is refused; None where it is no short text."""
	value = sent.get("id")
	return value if isinstance(value, str) and len(value) <= LONGEST_NAME and value.isprintable() else None


def get_fingerprint(sent: dict, photo: Photo | None) -> str:
	"""Return what two equal operations have in common, and no others. Raises OperationError for what is no text."""
	try:
		written = json.dumps(sent, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
	except (UnicodeEncodeError, RecursionError, TypeError):
		refuse(_("The operation holds characters that are no text."))
	return hashlib.sha256(written + b"\0" + (photo.content if photo else b"")).hexdigest()


def read_id(value: Any, name: str) -> str:
	if not is_id(value):
		refuse(_("{0} is not a UUID in small letters.").format(bold(value)), name)
	return value


def is_id(value: Any) -> bool:
	return isinstance(value, str) and bool(UUID.fullmatch(value))


def read_ids(value: Any) -> list[str]:
	if value is None:
		return []
	if not isinstance(value, list):
		refuse(_("{0} must be a list of the ids of operations.").format(bold("after")), "after")
	return [read_id(one, "after") for one in value]


def read_object(value: Any, name: str) -> dict:
	if value is None:
		return {}
	if not isinstance(value, dict):
		refuse(_("{0} must be an object.").format(bold(name)), name)
	return value


def read_text(value: Any, name: str) -> str:
	"""Return a short text, such as a name."""
	text = read_long_text(value, name)
	if len(text) > LONGEST_NAME:
		refuse(_("{0} has more than {1} characters.").format(bold(name), LONGEST_NAME), name)
	return text


def read_long_text(value: Any, name: str) -> str:
	if isinstance(value, bool | list | dict):
		refuse(_("{0} must be a text.").format(bold(name)), name)
	text = cstr(value).strip()
	if "\0" in text:
		refuse(_("{0} holds characters that are no text.").format(bold(name)), name)
	if len(text) > MOST_CHARACTERS:
		refuse(_("{0} has more than {1} characters.").format(bold(name), MOST_CHARACTERS), name)
	return text


def read_number(value: Any, name: str) -> float:
	try:
		number = float(value) if not isinstance(value, bool | list | dict) else None
	except (ValueError, OverflowError):
		number = None
	# NaN is neither less nor more
	if number is None or not abs(number) < 1e12:
		refuse(_("{0} must be a number.").format(bold(name)), name)
	return number


def read_flag(value: Any, name: str) -> bool:
	if value not in (True, False, 0, 1):
		refuse(_("{0} must be true or false.").format(bold(name)), name)
	return bool(value)


def read_anything(value: Any, name: str) -> Any:
	"""Return the value as it is: the visit's own rules check it."""
	return value


def bold(value: Any) -> str:
	return frappe.bold(escape_html(strip_html_tags(cstr(value))[:LONGEST_NAME]))
