"""Two requests that write at the same time wait for each other, and neither is refused."""

import threading
from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest
from frappe.database import get_db


@pytest.fixture
def other():
	"""Another request's connection to the site's database."""
	connection = get_db(cur_db_name=frappe.conf.db_name)
	connection.connect()
	yield connection
	connection.rollback()
	connection.close()


@pytest.fixture
def series():
	"""Names of two series that are not there afterwards."""
	frappe.db.commit()
	yield ("TURN-1-", "TURN-2-")
	frappe.db.rollback()
	frappe.db.delete("Series", {"name": ["like", "TURN-%"]})
	frappe.db.commit()


def add(connection, name: str) -> None:
	connection.sql("insert into tabSeries (name, current) values (%s, 1)", name)


def names(connection) -> list[str]:
	return connection.sql("select name from tabSeries where name like %s order by name", "TURN-%", pluck=True)


def test_request_that_has_read_may_write_after_another_has_written(series, other):
	assert names(frappe.db) == []
	add(other, series[0])
	other.commit()

	add(frappe.db, series[1])
	frappe.db.commit()

	assert names(other) == list(series)


def test_reading_alone_begins_no_transaction(series, other):
	assert names(frappe.db) == []
	add(other, series[0])
	other.commit()

	assert not frappe.db._conn.in_transaction
	assert names(frappe.db) == [series[0]]


def test_second_writer_waits_for_the_first(series, in_threads):
	add(frappe.db, series[0])
	begun = threading.Event()

	def write() -> list[str]:
		frappe.init(force=True)
		frappe.connect()
		begun.set()
		add(frappe.db, series[1])
		seen = names(frappe.db)
		frappe.db.commit()
		frappe.destroy()
		return seen

	with ThreadPoolExecutor(1) as pool:
		second = pool.submit(write)
		begun.wait()
		assert not second.done()
		frappe.db.commit()

	assert second.result() == list(series)


def test_what_follows_a_savepoint_can_be_taken_back(series):
	add(frappe.db, series[0])
	frappe.db.savepoint("before_second")
	add(frappe.db, series[1])

	frappe.db.rollback(save_point="before_second")

	assert names(frappe.db) == [series[0]]


def test_savepoint_at_the_beginning_belongs_to_a_transaction(series, other):
	frappe.db.commit()

	frappe.db.savepoint("at_first")
	add(frappe.db, series[0])
	frappe.db.release_savepoint("at_first")

	assert names(other) == []
	frappe.db.rollback()
	assert names(frappe.db) == []
