"""Symptom: `creation` and *Time* fields come back as text, or as a `time` that can't be reckoned with.

Cause: the converter for columns declared DATETIME is missing, and that for TIME makes what MariaDB never gives.
Remedy: DATETIME and TIMESTAMP give `datetime`, DATE gives `date`, TIME gives `timedelta`, as on MariaDB.
Text that is none of these stays text.
"""

import sqlite3
from datetime import date, datetime, timedelta

from . import Edit

PATH = "frappe/database/sqlite/database.py"

EDITS = [
	Edit(
		PATH,
		'\t\tsqlite3.register_converter("timestamp", lambda x: datetime.fromisoformat(x.decode()))\n'
		'\t\tsqlite3.register_converter("date", lambda x: date.fromisoformat(x.decode()))\n'
		'\t\tsqlite3.register_converter("time", lambda x: time.fromisoformat(x.decode()))\n',
		"",
	)
]


def apply() -> None:
	for declared, read in {
		"datetime": datetime.fromisoformat,
		"timestamp": datetime.fromisoformat,
		"date": read_date,
		"time": read_time,
	}.items():
		sqlite3.register_converter(declared, _lenient(read))


def read_date(text: str) -> date:
	return date.fromisoformat(text[:10])


def read_time(text: str) -> timedelta:
	"""Read [-]HH:MM[:SS[.ffffff]] as the time since midnight."""
	clock = text.rpartition(" ")[2]
	hours, minutes, seconds = (*clock.removeprefix("-").split(":"), "0")[:3]
	duration = timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))
	return -duration if clock.startswith("-") else duration


def _lenient(read):
	def convert(raw: bytes):
		text = raw.decode()
		try:
			return read(text)
		except ValueError:
			return text

	return convert
