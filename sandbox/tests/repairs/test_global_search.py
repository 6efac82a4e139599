"""global_search: a document's entry is written, replaced and found."""

import frappe
import pytest
from frappe.utils import global_search


@pytest.fixture
def contact():
	"""A contact that is in the index, under a name that nobody else has."""
	frappe.cache.delete_value("global_search_queue")
	frappe.cache.hset("global_search", "search_priorities", ["Contact", "User"])
	contact = frappe.get_doc(doctype="Contact", first_name="Kettlewell").insert()
	global_search.sync_global_search()
	yield contact
	frappe.cache.delete_value(["global_search", "global_search_queue"])


def find(text: str, **options) -> list[str]:
	return [found.name for found in global_search.search(text, **options)]


def test_a_document_is_found_by_a_part_of_its_content(contact):
	assert find("Kettlewell") == [contact.name]
	assert find("ettlew", doctype="Contact") == [contact.name]
	assert find("Kettlewell", doctype="User") == []


def test_a_document_that_changed_has_one_entry(contact):
	contact.update({"first_name": "Teapot"}).save()
	global_search.sync_global_search()

	assert find("Kettlewell") == []
	assert find("Teapot") == [contact.name]
	assert frappe.db.sql("select count(*) from __global_search where name = %s", contact.name)[0][0] == 1


def test_a_document_that_is_deleted_is_not_found(contact):
	contact.delete()

	assert find("Kettlewell") == []


@pytest.mark.parametrize("text", ["100%", "it's", 'say "no"', "&", ""])
def test_any_text_may_be_looked_for(contact, text):
	assert find(text) == []


def test_the_index_is_rebuilt_for_a_doctype(contact):
	global_search.delete_global_search_records_for_doctype("Contact")
	assert find("Kettlewell") == []

	global_search.rebuild_for_doctype("Contact")

	assert find("Kettlewell") == [contact.name]
