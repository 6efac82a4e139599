"""Whose fault an answer is: the app's, Frappe's where it is named here, or nobody's."""

import csv
import re
import traceback
from dataclasses import dataclass
from pathlib import Path

import frappe

from maintenance_visit_app.tests.as_users import Answer, Error, Request
from maintenance_visit_app.tests.fuzz.world import RESTRICTED, SECRET

APP = Path(frappe.get_app_path("maintenance_visit_app")).resolve()
FRAPPE = Path(frappe.get_app_path("frappe")).resolve()
ERPNEXT = Path(frappe.get_app_path("erpnext")).resolve()
# Where Frappe and ERPNext break by themselves: their functions and lines are those of one version of Frappe. On another
# one, what breaks with nothing of this app in the way is not compared
TABLE = Path(__file__).with_name("frappes.csv")
MADE_WITH = "0.0.1"
MESSENGERS = ("throw", "msgprint", "_raise_exception")
# Where the visit's class lets Frappe go on, and where a request is retried: what breaks further in is not their fault
PASSING_ON = {
	"maintenance_visit.py": ("save", "insert", "check_if_latest", "_validate_links"),
	"retry.py": ("call",),
}
# An operation that breaks is refused by itself, so that it holds up no other: it is a fault all the same
UNFORESEEN = (
	"TypeError",
	"ValueError",
	"AttributeError",
	"KeyError",
	"IndexError",
	"AssertionError",
	"ImportError",
	"RuntimeError",
	"OSError",
	"ZeroDivisionError",
	"DataError",
	"ProgrammingError",
	"OperationalError",
)
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
	frame: Frame | None
	request: Request
	told: str = ""

	@property
	def where(self) -> str:
		return str(self.frame or "no error")

	@property
	def file(self) -> str:
		return f"{self.frame.app}/{self.frame.file}" if self.frame else ""

	@property
	def cause(self) -> tuple[str, str]:
		return self.what, self.where

	def __str__(self) -> str:
		return f"{self.what} at {self.where}\n    {self.told!a:.300}\n    {self.request}"


def get_faults(request: Request, answer: Answer) -> list[Fault]:
	faults = []
	if answer.status >= 500:
		faults.append(get_fault(answer.error.kind, request, answer, answer.error.text))
	faults += [
		Fault(result["error"]["type"], None, request, result["error"]["message"])
		for result in get_results(answer)
		if (result.get("error") or {}).get("type") in UNFORESEEN
	]
	# What somebody sends and Frappe tells him again is Frappe's
	if not is_frappes_message(answer.error):
		faults += [
			get_fault("live markup in a message", request, answer, message)
			for message in answer.messages
			if LIVE.search(message)
		]
	if request.user == RESTRICTED and SECRET in answer.text and SECRET not in str(request.data):
		faults.append(get_fault("foreign customer's name told", request, answer, answer.text))
	return faults


def get_results(answer: Answer) -> list[dict]:
	"""Return what an answer says of each of many operations."""
	message = answer.body.get("message")
	return message.get("results") or [] if isinstance(message, dict) else []


def get_fault(what: str, request: Request, answer: Answer, told: str) -> Fault:
	frames = [frame for frame in get_frames(answer.error) if not is_passing_on(frame)]
	ours = [frame for frame in frames if frame.app == APP.name]
	frame = (ours or [frame for frame in frames if not is_database(frame)] or [None])[-1]
	return Fault(what, frame, request, told)


def is_passing_on(frame: Frame) -> bool:
	return frame.function in PASSING_ON.get(Path(frame.file).name, ())


def is_frappes_message(error: Error | None) -> bool:
	"""Tell whether the message is one that Frappe itself throws, such as that of a link that leads nowhere."""
	frames = [frame for frame in get_frames(error) if frame.function not in MESSENGERS]
	return bool(frames) and frames[-1].app != APP.name


def is_database(frame: Frame) -> bool:
	"""Any statement ends there: what sent it tells more."""
	return frame.file.startswith(("database/", "query_builder/"))


def get_frames(error: Error | None) -> list[Frame]:
	if not error:
		return []
	found = (get_frame(frame) for frame in error.places)
	return [frame for frame in found if frame]


def get_frame(frame: traceback.FrameSummary) -> Frame | None:
	path = Path(frame.filename).resolve()
	for app in (APP, FRAPPE, ERPNEXT):
		if path.is_relative_to(app) and not path.is_relative_to(APP / "tests"):
			return Frame(app.name, str(path.relative_to(app)), frame.lineno, frame.name)
	return None


def get_frappes() -> set[tuple[str, str, str]]:
	"""Return (error, file, function) where Frappe and ERPNext break by themselves, whatever the DocType."""
	with TABLE.open() as lines:
		return {(row["error"], row["file"], row["function"]) for row in csv.DictReader(lines)}


def is_frappes(fault: Fault, named: set[tuple[str, str, str]]) -> bool:
	if frappe.__version__ != MADE_WITH and is_in_frappe_alone(fault):
		return True
	return (fault.what, fault.file, fault.frame.function if fault.frame else "") in named


def is_in_frappe_alone(fault: Fault) -> bool:
	"""Markup and foreign names are this app's to keep from an answer, wherever it was put together."""
	return bool(fault.frame) and fault.frame.app != APP.name and not fault.what.islower()


def name_frappes(faults: list[Fault]) -> None:
	"""Add to the table what broke without any of this app's files in the way."""
	with TABLE.open() as lines:
		rows = {tuple(row[:3]): row for row in list(csv.reader(lines))[1:]}
	for fault in faults:
		if is_in_frappe_alone(fault):
			key = (fault.what, fault.file, fault.frame.function)
			rows.setdefault(key, [*key, str(fault.frame.line)])
	with TABLE.open("w") as lines:
		writer = csv.writer(lines, lineterminator="\n")
		writer.writerow(["error", "file", "function", "line"])
		writer.writerows(sorted(rows.values(), key=lambda row: (row[1], row[2], row[0])))
