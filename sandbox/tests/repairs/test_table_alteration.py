"""A table keeps its rows, keys, defaults and indexes when its DocType changes."""

import frappe
import pytest

NAME = "Altered Thing"
TABLE = f"tab{NAME}"
FIELDS = [
	{"fieldname": "code", "fieldtype": "Data", "unique": 1},
	{"fieldname": "city", "fieldtype": "Data", "search_index": 1},
	{"fieldname": "amount", "fieldtype": "Int", "default": "5"},
	{"fieldname": "remark", "fieldtype": "Data"},
	{"fieldname": "quantity", "fieldtype": "Int", "not_nullable": 1},
]


@pytest.fixture
def doctype(make_doctype):
	"""A DocType with one document."""
	doctype = make_doctype(NAME, FIELDS)
	frappe.get_doc(doctype=NAME, name="kept", code="A", city="Lyon", remark=None).insert(set_name="kept")
	frappe.db.commit()
	return doctype


def change(doctype, fieldname: str, **properties):
	doctype.reload()
	doctype.get("fields", {"fieldname": fieldname})[0].update(properties)
	return doctype.save()


def columns() -> dict:
	return {column.name: column for column in frappe.db.sql(f"PRAGMA table_info(`{TABLE}`)", as_dict=True)}


def index_statements() -> set[str]:
	return set(
		frappe.db.sql(
			"select sql from sqlite_master where type = 'index' and tbl_name = %s and sql is not null",
			TABLE,
			pluck=True,
		)
	)


def place_in_file() -> int:
	"""Return where the table begins: a table that is built anew begins elsewhere."""
	return frappe.db.sql("select rootpage from sqlite_master where name = %s", TABLE)[0][0]


def insert(**values):
	return frappe.get_doc(doctype=NAME, **values).insert()


def test_change_of_type_keeps_rows_keys_defaults_and_indexes(doctype):
	before, indexes = columns(), index_statements()

	change(doctype, "amount", fieldtype="Float")

	after = columns()
	assert (before.pop("amount").type, after.pop("amount").type) == ("INTEGER", "REAL")
	assert after == before
	assert index_statements() == indexes
	assert frappe.db.get_value(NAME, "kept", ["code", "city", "amount"]) == ("A", "Lyon", 5.0)


def test_name_stays_the_primary_key(doctype):
	change(doctype, "amount", fieldtype="Float")

	assert [name for name, column in columns().items() if column.pk] == ["name"]
	with pytest.raises(frappe.DuplicateEntryError):
		frappe.get_doc(doctype=NAME, code="B").insert(set_name="kept")


def test_unique_field_stays_unique(doctype):
	change(doctype, "amount", fieldtype="Float")

	with pytest.raises(frappe.UniqueValidationError):
		insert(code="A")


def test_unique_field_may_cease_to_be_unique(doctype):
	change(doctype, "code", unique=0)

	assert insert(code="A").code == "A"


def test_field_may_become_unique(doctype):
	change(doctype, "city", unique=1)

	with pytest.raises(frappe.UniqueValidationError):
		insert(code="B", city="Lyon")


def test_index_comes_and_goes_with_the_field(doctype):
	wanted = f'CREATE INDEX "{TABLE}_remark_index" ON "{TABLE}" ("remark")'
	assert wanted not in index_statements()

	change(doctype, "remark", search_index=1)
	assert wanted in index_statements()

	change(doctype, "remark", search_index=0)
	assert wanted not in index_statements()


def test_index_of_the_field_is_there_from_the_beginning(doctype):
	assert f'CREATE INDEX "{TABLE}_city_index" ON "{TABLE}" ("city")' in index_statements()


def test_default_of_the_table_follows_the_field(doctype):
	change(doctype, "amount", default="7")

	frappe.db.sql(f"insert into `{TABLE}` (name) values ('plain')")
	assert frappe.db.get_value(NAME, "plain", "amount") == 7
	assert frappe.db.get_value(NAME, "kept", "amount") == 5


def test_field_that_must_not_be_null_gets_an_empty_value(doctype):
	frappe.db.sql(f"update `{TABLE}` set remark = null")

	change(doctype, "remark", not_nullable=1)

	assert columns()["remark"].notnull == 1
	assert frappe.db.get_value(NAME, "kept", "remark") == ""


def test_not_null_survives_another_fields_change(doctype):
	change(doctype, "amount", fieldtype="Float")

	assert columns()["quantity"].notnull == 1
	assert columns()["docstatus"].notnull == 1


def test_new_field_is_added_to_the_table(doctype):
	doctype.reload()
	doctype.append("fields", {"fieldname": "added", "label": "Added", "fieldtype": "Int", "default": "3"})
	doctype.save()

	assert frappe.db.get_value(NAME, "kept", ["code", "added"]) == ("A", 3)


def test_table_is_left_alone_when_nothing_changed(doctype):
	place = place_in_file()

	frappe.db.updatedb(NAME)
	assert place_in_file() == place

	change(doctype, "amount", fieldtype="Float")
	assert place_in_file() != place


def test_table_with_numbers_for_names_goes_on_counting(make_doctype):
	doctype = make_doctype("Altered Counter", [FIELDS[2]], autoname="autoincrement")
	count = "insert into `tabAltered Counter` (amount) values (8)"
	frappe.db.sql(count)
	frappe.db.commit()

	change(doctype, "amount", fieldtype="Float")
	frappe.db.sql(count)

	assert frappe.db.sql("select name, amount from `tabAltered Counter`") == [(1, 8.0), (2, 8.0)]
