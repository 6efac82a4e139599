"""`FOR UPDATE` locks: whoever reads a row in order to change it, changes what he has read."""

import itertools

import frappe
import pytest
from frappe.query_builder import DocType

THREADS, DOCUMENTS = 4, 10


@pytest.fixture
def numbered(make_doctype):
	"""A DocType whose documents are numbered by a series."""
	yield make_doctype(
		"Numbered Thing", [{"fieldname": "title", "fieldtype": "Data"}], autoname="LOCK-.#####"
	)
	frappe.db.delete("Series", "LOCK-")
	frappe.db.commit()


def test_threads_that_create_documents_get_different_numbers(numbered, in_threads):
	def create() -> list[str]:
		names = []
		for _number in range(DOCUMENTS):
			names.append(frappe.get_doc(doctype=numbered.name, title="made in a thread").insert().name)
			frappe.db.commit()
		return names

	names = list(itertools.chain(*in_threads(create, THREADS)))

	assert sorted(names) == [f"LOCK-{number:05d}" for number in range(1, THREADS * DOCUMENTS + 1)]


def test_threads_that_count_on_a_locked_document_lose_no_step(numbered, in_threads):
	document = frappe.get_doc(doctype=numbered.name, title="0").insert()

	def count() -> None:
		for _number in range(DOCUMENTS):
			locked = frappe.get_doc(numbered.name, document.name, for_update=True)
			locked.db_set("title", str(int(locked.title) + 1), update_modified=False)
			frappe.db.commit()

	in_threads(count, THREADS)

	assert frappe.db.get_value(numbered.name, document.name, "title") == str(THREADS * DOCUMENTS)


@pytest.mark.parametrize("arguments", [{}, {"wait": False}, {"skip_locked": True}])
def test_value_is_read_for_update(arguments):
	assert (
		frappe.db.get_value("User", "Administrator", "name", for_update=True, **arguments) == "Administrator"
	)
	assert frappe.db._conn.in_transaction


@pytest.mark.parametrize("arguments", [{}, {"nowait": True}, {"skip_locked": True}])
def test_builder_reads_for_update(arguments):
	user = DocType("User")

	names = frappe.qb.from_(user).select(user.name).where(user.name == "Guest").for_update(**arguments).run()

	assert names == [("Guest",)]
	assert frappe.db._conn.in_transaction


@pytest.mark.parametrize("ending", ["for update", "FOR UPDATE NOWAIT", "for update skip locked;"])
def test_statement_reads_for_update(ending):
	names = frappe.db.sql(f"select name from tabUser where name = %s {ending}", "Guest", pluck=True)

	assert names == ["Guest"]
	assert frappe.db._conn.in_transaction


def test_single_is_read_for_update():
	settings = frappe.get_doc("System Settings", for_update=True)

	assert settings.name == "System Settings"
	assert frappe.db._conn.in_transaction
