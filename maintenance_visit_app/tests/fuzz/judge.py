"""Whose fault an answer is: the app's, Frappe's where it is named here, or nobody's."""

import re
import traceback
from dataclasses import dataclass
from pathlib import Path

import frappe

from maintenance_visit_app.tests.as_users import Answer, Request
from maintenance_visit_app.tests.fuzz.world import RESTRICTED, SECRET

APP = Path(frappe.get_app_path("maintenance_visit_app")).resolve()
FRAPPE = Path(frappe.get_app_path("frappe")).resolve()
ERPNEXT = Path(frappe.get_app_path("erpnext")).resolve()
LIVE = re.compile(r"<img\b[^>]*\bonerror", re.IGNORECASE)


@dataclass(frozen=True)
class Frame:
	"""A place in one of the apps' files."""

	app: str
	file: str
	line: int
	function: str

	def __str__(self) -> str:
		return f"{self.app}/{self.file}:{self.line} {self.function}"


@dataclass(frozen=True)
class Fault:
	"""Something that must not be answered. Two with the same cause have the same `where` and `what`."""

	what: str
	where: str
	request: Request
	told: str = ""

	@property
	def cause(self) -> tuple[str, str]:
		return self.what, self.where

	def __str__(self) -> str:
		return f"{self.what} at {self.where}\n    {self.told!a:.300}\n    {self.request}"


def get_faults(request: Request, answer: Answer) -> list[Fault]:
	faults = []
	if answer.status >= 500:
		faults.append(get_crash(request, answer))
	for message in answer.messages:
		if LIVE.search(message):
			faults.append(Fault("live markup in a message", get_place_of(answer), request, message))
	if request.user == RESTRICTED and SECRET in answer.text and SECRET not in str(request.data):
		faults.append(Fault("foreign customer's name told", get_place_of(answer), request, answer.text))
	return [fault for fault in faults if fault and not is_frappes(fault)]


def get_crash(request: Request, answer: Answer) -> Fault:
	return Fault(type(answer.error).__name__, get_place_of(answer), request, str(answer.error))


def get_place_of(answer: Answer) -> str:
	"""Return where this app was last in an error's way; where it was nowhere, Frappe's or ERPNext's last place."""
	frames = get_frames(answer.error)
	ours = [frame for frame in frames if frame.app == "maintenance_visit_app"]
	if not frames:
		return "no error"
	return str(ours[-1]) if ours else str(frames[-1])


def get_frames(error: Exception | None) -> list[Frame]:
	if not error:
		return []
	found = (get_frame(frame) for frame in traceback.extract_tb(error.__traceback__))
	return [frame for frame in found if frame]


def get_frame(frame: traceback.FrameSummary) -> Frame | None:
	path = Path(frame.filename).resolve()
	for app in (APP, FRAPPE, ERPNEXT):
		if path.is_relative_to(app) and not path.is_relative_to(APP / "tests"):
			return Frame(app.name, str(path.relative_to(app)), frame.lineno, frame.name)
	return None


def is_frappes(fault: Fault) -> bool:
	return False
