"""Symptom: `SyntaxError` when DocType Event is loaded on Python 3.11.

Cause: a `type X = …` statement, which Python knows since 3.12.
Remedy: a plain assignment, which means the same to whoever reads the name.
"""

from . import Edit

EDITS = [
	Edit(
		"frappe/desk/doctype/event/event.py",
		"\ttype EventLikeDict = Event",
		"\tEventLikeDict = Event",
	)
]
