"""Parameters are bound by SQLite: what they hold never becomes part of the statement."""

import sqlite3
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import frappe
import pytest

AWKWARD = [
	"100 %",
	"%s",
	"%(name)s",
	"O'Hara",
	'"quoted"',
	"a\\b",
	"?",
	":name",
	"'; drop table tabUser; --",
	"",
]


def ask(expression: str, values=None):
	return frappe.db.sql(f"select {expression}", values)[0][0]


@pytest.mark.parametrize("text", AWKWARD)
def test_text_arrives_as_it_is(text):
	assert ask("%s", text) == text
	assert ask("%(text)s", {"text": text}) == text


@pytest.mark.parametrize("text", [text for text in AWKWARD if text])
def test_document_keeps_awkward_text(text):
	note = frappe.get_doc(doctype="ToDo", description=text).insert()

	assert frappe.db.get_value("ToDo", note.name, "description") == note.description
	assert frappe.get_all("ToDo", {"description": note.description}, pluck="name") == [note.name]


@pytest.mark.parametrize(
	("value", "stored"),
	[
		(None, None),
		(True, 1),
		(7, 7),
		(b"\x00\xff", b"\x00\xff"),
		(Decimal("12.5"), 12.5),
		(date(2026, 3, 2), "2026-03-02"),
		(datetime(2026, 3, 2, 9, 30, 0, 5), "2026-03-02 09:30:00.000005"),
		(time(9, 30), "09:30:00"),
		(timedelta(hours=9, minutes=30), "09:30:00"),
		(timedelta(hours=26, microseconds=5), "26:00:00.000005"),
		(-timedelta(hours=1, minutes=30), "-01:30:00"),
	],
	ids=str,
)
def test_values_are_stored_as_frappe_stores_them(value, stored):
	assert ask("%s", (value,)) == stored


def test_none_is_null_and_no_text():
	assert ask("%s is null", (None,)) == 1
	assert ask("%(nothing)s is null", {"nothing": None}) == 1


@pytest.mark.parametrize("kind", [list, tuple, set])
def test_sequence_becomes_a_list_of_values(kind):
	users = frappe.db.sql(
		"select name from tabUser where name in %(names)s order by name",
		{"names": kind(["Administrator", "Guest", "O'Hara"])},
		pluck=True,
	)

	assert users == ["Administrator", "Guest"]


def test_nothing_is_in_an_empty_sequence():
	assert frappe.db.sql("select name from tabUser where name in %s", ([],)) == []


def test_name_may_stand_in_a_statement_more_than_once():
	assert ask("%(word)s || '-' || %(word)s", {"word": "dawn"}) == "dawn-dawn"


def test_percent_sign_of_the_statement_is_written_twice():
	assert ask("%s like '%%wn'", "dawn") == 1


@pytest.mark.parametrize(
	("values", "told"),
	[
		(("one",), "2 values are wanted, 1 was given"),
		(("one", "two", "three"), "2 values are wanted, 3 were given"),
	],
)
def test_wrong_number_of_values_is_refused(values, told):
	with pytest.raises(sqlite3.ProgrammingError, match=told):
		frappe.db.sql("select %s, %s", values)


def test_value_that_is_missing_is_named():
	with pytest.raises(sqlite3.ProgrammingError, match="No value for 'second'"):
		frappe.db.sql("select %(first)s, %(second)s", {"first": 1})


@pytest.mark.parametrize(("value", "quoted"), [("O'Hara", "'O''Hara'"), (7, "'7'"), ("100 %", "'100 %%'")])
def test_escaped_value_may_stand_in_a_statement(value, quoted):
	assert frappe.db.escape(value) == quoted
	assert ask(f"{quoted} = %s", str(value)) == 1


def test_empty_list_of_the_query_builder_is_refused_as_mariadb_refuses_it():
	user = frappe.qb.DocType("User")

	with pytest.raises(sqlite3.ProgrammingError, match="refused by MariaDB"):
		frappe.qb.from_(user).select(user.name).where(user.name.isin([])).run()
