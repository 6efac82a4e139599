"""The query builder writes statements that SQLite understands."""

import frappe
from frappe.query_builder import DocType


def make_series(name: str, current: int) -> None:
	series = DocType("Series")
	frappe.qb.into(series).columns("name", "current").insert(name, current).run()


def read_series(name: str) -> list:
	series = DocType("Series")
	return frappe.qb.from_(series).select(series.current).where(series.name == name).run(pluck=True)


def test_builder_binds_values_instead_of_writing_them_out():
	series = DocType("Series")

	query = frappe.qb.from_(series).select(series.current).where(series.name == "O'Hara 100%")
	statement, values = query.walk()

	assert "O'Hara" not in statement
	assert list(values.values()) == ["O'Hara 100%"]


def test_builder_inserts_reads_and_updates():
	series = DocType("Series")
	make_series("O'Hara 100%-", 4)

	frappe.qb.update(series).set(series.current, 5).where(series.name == "O'Hara 100%-").run()

	assert read_series("O'Hara 100%-") == [5]


def test_rows_that_exist_are_passed_over_by_insert_ignore():
	make_series("KEPT-", 4)
	series = DocType("Series")

	frappe.qb.into(series).columns("name", "current").insert(("KEPT-", 99), ("NEW-", 1)).ignore().run()

	assert read_series("KEPT-") == [4]
	assert read_series("NEW-") == [1]


def test_bulk_insert_passes_over_duplicates():
	make_series("BULK-1-", 4)

	frappe.db.bulk_insert(
		"Series", ["name", "current"], [("BULK-1-", 9), ("BULK-2-", 9)], ignore_duplicates=True
	)

	assert read_series("BULK-1-") == [4]
	assert read_series("BULK-2-") == [9]
