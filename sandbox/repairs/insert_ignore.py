"""Symptom: a syntax error near "IGNORE" where rows that may exist already are inserted.

Cause: the builder writes MySQL's `INSERT IGNORE`.
Remedy: SQLite's `INSERT OR IGNORE`, which means the same.
"""


def apply() -> None:
	from pypika.dialects import SQLLiteQueryBuilder

	plain = SQLLiteQueryBuilder._insert_sql

	def insert_sql(self, **kwargs) -> str:
		return plain(self, **kwargs).replace("INSERT IGNORE", "INSERT OR IGNORE", 1)

	SQLLiteQueryBuilder._insert_sql = insert_sql
