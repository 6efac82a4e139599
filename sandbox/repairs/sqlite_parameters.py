"""Symptom: None, tuples, percent signs and quotes in parameters break statements, or become part of them.

Cause: the port pastes parameters into the statement as text.
Remedy: SQLite binds them. Frappe's two styles (`%s`, `%(name)s`) become `?`, a sequence becomes a list of
`?`, and what SQLite can't store becomes what Frappe stores elsewhere. A trailing `FOR UPDATE`, which SQLite
does not know, takes the write lock (see `row_locks`).
"""

import re
import sqlite3
from datetime import date, datetime, time, timedelta
from decimal import Decimal

PLACEHOLDER = re.compile(r"%\((?P<name>\w+)\)s|%s|%%")
# What the query builder makes of an empty list. SQLite takes it, MariaDB doesn't, so it is a fault of the caller.
EMPTY_LIST = re.compile(r"\bIN\s*\(\s*\)", re.IGNORECASE)
FOR_UPDATE = re.compile(r"\s+for\s+update(\s+nowait|\s+skip\s+locked)?(?=\s*(/\*|;|$))", re.IGNORECASE)
SEQUENCES = (list, tuple, set, frozenset)


def apply() -> None:
	from frappe.database.sqlite.database import SQLiteDatabase

	SQLiteDatabase.execute_query = execute_query
	SQLiteDatabase.escape = staticmethod(escape)


def execute_query(self, query: str, values=None):
	if EMPTY_LIST.search(query):
		raise sqlite3.ProgrammingError(f"An empty list after IN is refused by MariaDB: {query}")
	if FOR_UPDATE.search(query):
		query = FOR_UPDATE.sub("", query)
		self.take_write_lock()
	if not values:
		return self._cursor.execute(query)
	return self._cursor.execute(*bound(query, values))


def bound(query: str, values) -> tuple[str, list]:
	"""Return the statement with `?` for each value, and the values in the order of their `?`."""
	_refuse_wrong_values(query, values)
	parameters = []
	positional = iter(() if isinstance(values, dict) else values)

	def bind(match: re.Match) -> str:
		if match[0] == "%%":
			return "%"
		value = values[match["name"]] if match["name"] else next(positional)
		items = list(value) if isinstance(value, SEQUENCES) else [value]
		parameters.extend(storable(item) for item in items)
		marks = ", ".join("?" for _ in items) or "NULL"
		return f"({marks})" if isinstance(value, SEQUENCES) else marks

	return PLACEHOLDER.sub(bind, query), parameters


def _refuse_wrong_values(query: str, values) -> None:
	"""Raise where the driver of MariaDB would: too few or too many values, or one that is missing by its name."""
	placeholders = [match for match in PLACEHOLDER.finditer(query) if match[0] != "%%"]
	if isinstance(values, dict):
		missing = [match["name"] for match in placeholders if match["name"] not in values]
		if missing:
			raise sqlite3.ProgrammingError(f"No value for {missing[0]!r} in: {query}")
	elif len(placeholders) != len(values):
		given = f"{len(values)} {'was' if len(values) == 1 else 'were'} given"
		raise sqlite3.ProgrammingError(f"{len(placeholders)} values are wanted, {given}: {query}")


def storable(value):
	"""Return the value as SQLite keeps it: dates and times as ISO text, decimals as floats."""
	if value is None or isinstance(value, int | float | bytes):
		return value
	if isinstance(value, Decimal):
		return float(value)
	if isinstance(value, datetime):
		return value.isoformat(" ")
	if isinstance(value, date | time):
		return value.isoformat()
	if isinstance(value, timedelta):
		return clock(value)
	return str(value)


def clock(duration: timedelta) -> str:
	"""Return the duration as [-]HH:MM:SS, with microseconds where there are any."""
	if duration < timedelta():
		return f"-{clock(-duration)}"
	seconds = duration // timedelta(seconds=1)
	text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
	return f"{text}.{duration.microseconds:06d}" if duration.microseconds else text


def escape(value, percent: bool = True) -> str:
	"""Quote a value for use inside a statement: text that is no string, such as a number, is quoted too."""
	text = str(value).replace("'", "''")
	return "'" + (text.replace("%", "%%") if percent else text) + "'"
