"""Symptom: `for_update() got an unexpected keyword argument`, syntax errors near "FOR", duplicate names.

Cause: SQLite has no row locks; the port drops `FOR UPDATE` in places and sends it in others.
Remedy: the builder accepts Frappe's arguments, documents ask for the lock again, and `sqlite_parameters`
takes the database's one write lock where a statement ends in `FOR UPDATE`. Leaving the lock out instead gave
duplicate numbers from naming series.
"""

from . import Edit

PATH = "frappe/model/document.py"

EDITS = [
	Edit(
		PATH,
		'if self.flags.for_update and frappe.db.db_type != "sqlite":',
		"if self.flags.for_update:",
		count=2,
	)
]


def apply() -> None:
	from pypika.dialects import SQLLiteQueryBuilder
	from pypika.queries import QueryBuilder

	def for_update(self, nowait: bool = False, skip_locked: bool = False, of: tuple = ()):
		"""Ask for the lock: there is but one, so what to do about other rows' locks does not matter."""
		return QueryBuilder.for_update(self)

	SQLLiteQueryBuilder.for_update = for_update
