"""A request's connection is kept for the next one, with nothing of the former request in it."""

import frappe
import pytest
from frappe.database import get_db
from frappe.database.sqlite.database import SQLiteDatabase

NAME = "KEPT-1-"


def connect():
	database = get_db(cur_db_name=frappe.conf.db_name)
	database.connect()
	return database


@pytest.fixture
def clean():
	frappe.db.commit()
	yield
	frappe.db.rollback()
	frappe.db.delete("Series", {"name": NAME})
	frappe.db.commit()


def test_closed_connection_is_the_next_ones(clean):
	first = connect()
	kept = first._conn
	first.close()
	assert first._conn is None

	second, third = connect(), connect()
	assert second._conn is kept
	assert third._conn is not kept
	second.close()
	third.close()


def test_what_was_not_committed_is_not_the_next_ones(clean, in_threads):
	first = connect()
	first.sql("insert into tabSeries (name, current) values (%s, 1)", NAME)
	kept = first._conn
	first.close()

	def write_and_read() -> tuple:
		frappe.db.sql("insert into tabSeries (name, current) values (%s, 2)", NAME)
		frappe.db.commit()
		return frappe.db._conn, frappe.db.sql(
			"select current from tabSeries where name = %s", NAME, pluck=True
		)

	assert in_threads(write_and_read) == [(kept, [2])]


def test_new_file_at_the_same_path_is_read_itself(clean, tmp_path, monkeypatch):
	path = tmp_path / "site.db"
	monkeypatch.setattr(SQLiteDatabase, "get_db_path", lambda database: path)
	first = connect()
	first.sql("create table old (name text)")
	first.commit()
	former = path.rename(tmp_path / "former.db")
	first.close()

	second = connect()
	assert second.sql("select name from sqlite_master", pluck=True) == []
	second.close()
	assert former.exists()
