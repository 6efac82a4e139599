"""Symptom: `no such function: concat` (or `if`, `date_format`, `datediff` …) in reports and lists.

Cause: Frappe and its apps use MySQL's functions; SQLite lacks them.
Remedy: register them on each connection, with MySQL's meaning. NULL in gives NULL out. The port's `instr` in
place of `locate` tells upper case from lower, so `locate` is left alone; older SQLites take `left` and `right`
for joins unless they are quoted.
"""

import re
from datetime import datetime

# MySQL's format letters that mean something else, or nothing, to strftime.
FORMAT = {
	"%i": "%M",
	"%s": "%S",
	"%M": "%B",
	"%W": "%A",
	"%e": "%-d",
	"%c": "%-m",
	"%h": "%I",
	"%k": "%-H",
	"%T": "%H:%M:%S",
	"%v": "%V",
	"%x": "%G",
}
LEFT_OR_RIGHT = re.compile(r"\b(left|right)\(", re.IGNORECASE)
CLOCK = re.compile(r"\b(now|curdate)\(", re.IGNORECASE)


def apply() -> None:
	from frappe.database.sqlite import database

	connect = database.SQLiteDatabase.get_connection

	def get_connection(self, read_only: bool = False):
		connection = connect(self, read_only)
		for name, count, function in FUNCTIONS:
			connection.create_function(name, count, function)
		return connection

	database.SQLiteDatabase.get_connection = get_connection
	database.replace_locate_with_instr = prepared


def prepared(query: str) -> str:
	"""Return the statement as SQLite can read it, once the site's time zone is known where it is asked for."""
	if CLOCK.search(query):
		# A function can't read the settings itself: its cursor is in the middle of a statement.
		_now()
	return LEFT_OR_RIGHT.sub(r'"\1"(', query)


def _now() -> datetime:
	from frappe.utils import now_datetime

	return now_datetime()


def _moment(value) -> datetime:
	return datetime.fromisoformat(str(value))


def _strict(function):
	"""Give NULL when any argument is NULL."""

	def guarded(*arguments):
		return None if None in arguments else function(*arguments)

	return guarded


def _if(condition, then, otherwise):
	return otherwise if condition in (None, 0, "", "0") else then


def _date_format(value, pattern: str) -> str:
	return _moment(value).strftime(re.sub("%.", lambda letter: FORMAT.get(letter[0], letter[0]), pattern))


def _datediff(later, earlier) -> int:
	return (_moment(later).date() - _moment(earlier).date()).days


def _timestamp(day, clock: str = "00:00:00") -> str:
	return f"{str(day)[:10]} {clock}" if len(str(day)) <= 10 or clock != "00:00:00" else str(day)


def _substring(text, start: int, length: int | None = None) -> str:
	begin = start - 1 if start > 0 else len(str(text)) + start
	if start == 0 or begin < 0:
		return ""
	return str(text)[begin : None if length is None else begin + length]


def _concat_ws(mark, *parts) -> str | None:
	return None if mark is None else str(mark).join(str(part) for part in parts if part is not None)


def _locate(needle, hay) -> int:
	return str(hay).lower().find(str(needle).lower()) + 1


def _field(value, *candidates) -> int:
	return candidates.index(value) + 1 if value in candidates else 0


def _truncate(number, digits: int) -> float:
	return int(number * 10**digits) / 10**digits


FUNCTIONS = (
	("if", 3, _if),
	("concat", -1, _strict(lambda *parts: "".join(map(str, parts)))),
	("concat_ws", -1, _concat_ws),
	("curdate", 0, lambda: _now().date().isoformat()),
	("now", 0, lambda: _now().isoformat(" ")),
	("date_format", 2, _strict(_date_format)),
	("datediff", 2, _strict(_datediff)),
	("timestamp", 1, _strict(_timestamp)),
	("timestamp", 2, _strict(_timestamp)),
	("unix_timestamp", 1, _strict(lambda value: _moment(value).timestamp())),
	("year", 1, _strict(lambda value: _moment(value).year)),
	("quarter", 1, _strict(lambda value: (_moment(value).month + 2) // 3)),
	("month", 1, _strict(lambda value: _moment(value).month)),
	("monthname", 1, _strict(lambda value: _moment(value).strftime("%B"))),
	("day", 1, _strict(lambda value: _moment(value).day)),
	("dayname", 1, _strict(lambda value: _moment(value).strftime("%A"))),
	("left", 2, _strict(lambda text, length: str(text)[:length])),
	("right", 2, _strict(lambda text, length: str(text)[-length:] if length else "")),
	("substring", 2, _strict(_substring)),
	("substring", 3, _strict(_substring)),
	("char_length", 1, _strict(lambda text: len(str(text)))),
	("locate", 2, _strict(_locate)),
	("field", -1, _field),
	("greatest", -1, _strict(max)),
	("least", -1, _strict(min)),
	("truncate", 2, _strict(_truncate)),
)
