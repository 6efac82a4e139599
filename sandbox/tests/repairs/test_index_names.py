"""Each table has its own indexes and unique constraints, however they are called."""

import frappe
import pytest

FIELDS = [{"fieldname": "code", "fieldtype": "Data"}, {"fieldname": "city", "fieldtype": "Data"}]


@pytest.fixture
def two_doctypes(make_doctype) -> list[str]:
	return [make_doctype(name, FIELDS).name for name in ("First Indexed", "Second Indexed")]


def indexed_columns(doctype: str) -> list[list[str]]:
	"""Return the columns of each index that was made by hand."""
	indexes = frappe.db.sql(
		"select name from sqlite_master where type = 'index' and tbl_name = %s and name like %s",
		(f"tab{doctype}", "%code%"),
		pluck=True,
	)
	return [frappe.db.sql(f"select name from pragma_index_info('{index}')", pluck=True) for index in indexes]


def test_index_of_the_same_name_is_made_on_both_tables(two_doctypes):
	for doctype in two_doctypes:
		frappe.db.add_index(doctype, ["code", "city(20)"])

	assert [indexed_columns(doctype) for doctype in two_doctypes] == [[["code", "city"]]] * 2


def test_index_is_found_under_the_name_that_was_asked_for(two_doctypes):
	first, second = two_doctypes

	frappe.db.add_index(first, ["code"], "by_code")

	assert frappe.db.has_index(f"tab{first}", "by_code")
	assert not frappe.db.has_index(f"tab{second}", "by_code")


def test_index_is_made_once(two_doctypes):
	for _time in range(2):
		frappe.db.add_index(two_doctypes[0], ["code", "city"])

	assert indexed_columns(two_doctypes[0]) == [["code", "city"]]


@pytest.mark.parametrize("name", [None, "one_code_for_each_city"])
def test_unique_constraint_holds_on_both_tables(two_doctypes, name):
	for doctype in two_doctypes:
		frappe.db.add_unique(doctype, ["code", "city"], name)

	for doctype in two_doctypes:
		frappe.get_doc(doctype=doctype, code="A", city="Lyon").insert()
		frappe.get_doc(doctype=doctype, code="A", city="Paris").insert()
		with pytest.raises(frappe.UniqueValidationError):
			frappe.get_doc(doctype=doctype, code="A", city="Lyon").insert()
