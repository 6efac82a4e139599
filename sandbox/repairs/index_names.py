"""Symptom: an index or a unique constraint is missing on all but the first table that asks for its name.

Cause: SQLite's index names are global, MariaDB's belong to the table; `IF NOT EXISTS` hides the clash.
Remedy: prefix the table's name.
"""

import re


def apply() -> None:
	from frappe.database.sqlite.database import SQLiteDatabase

	plain_index, plain_unique, plain_has = (
		SQLiteDatabase.add_index,
		SQLiteDatabase.add_unique,
		SQLiteDatabase.has_index,
	)

	def add_index(self, doctype: str, fields: list, index_name: str | None = None) -> None:
		bare = [re.sub(r"\(.*?\)", "", field) for field in fields]
		plain_index(self, doctype, fields, index_of(doctype, index_name or self.get_index_name(bare)))

	def add_unique(self, doctype: str, fields, constraint_name: str | None = None) -> None:
		fields = [fields] if isinstance(fields, str) else fields
		name = constraint_name or "unique_" + "_".join(fields)
		plain_unique(self, doctype, fields, index_of(doctype, name))

	def has_index(self, table_name: str, index_name: str):
		return plain_has(self, table_name, f"{table_name}_{index_name}") or plain_has(
			self, table_name, index_name
		)

	SQLiteDatabase.add_index = add_index
	SQLiteDatabase.add_unique = add_unique
	SQLiteDatabase.has_index = has_index


def index_of(doctype: str, name: str) -> str:
	from frappe.utils import get_table_name

	return f"{get_table_name(doctype)}_{name}"
