"""What nobody sends who means well: values, and documents that hold them."""

import copy
from random import Random

import frappe

# Stored and sent as it is: Frappe's sanitizer passes over texts that are valid JSON, such as one in quotes.
MARKUP = "<img src=x onerror=piege()>"
STORED_MARKUP = f'"{MARKUP}"'

TEXTS = (
	"",
	" ",
	"x",
	"null",
	"{",
	"[1, 2",
	"[]",
	"{}",
	'[["a", "b"]]',
	'{"doctype": "User"}',
	"é" * 300,
	"long " * 20_000,
	"🔥" * 40,
	"a\x00b",
	"'; DROP TABLE `tabUser`; --",
	'" OR 1=1 -- ',
	"%s %(x)s {0} {name}",
	"../../site_config.json",
	"{{ frappe.db }}",
	MARKUP,
	STORED_MARKUP,
	"http://127.0.0.1:9/x.png",
	"Administrator",
)
DATES = (
	"0001-01-01",
	"9999-12-31",
	"2026-02-30",
	"2026-13-45",
	"0000-00-00",
	"yesterday",
	"2026-01-01T00:00:00Z",
	"2026-01-01 25:61:61",
	"9999-12-31 23:59:59",
	"1000000-01-01",
	"25:99:99",
	"-1:00:00",
	"12:00:00.123456+99:99",
)
NUMBERS = (
	0,
	-1,
	7,
	1e308,
	-1e308,
	2**31,
	2**63 - 1,
	float("nan"),
	float("inf"),
	"NaN",
	"inf",
	"1e999",
	"1,5",
	"--1",
	"١٢",
	True,
	False,
)
SHAPES = (
	None,
	[],
	{},
	[[]],
	[None],
	["x"],
	[{}],
	["x", 1, None, {}],
	{"a": {"b": []}},
	{"name": {"like": "%"}},
	["in", ["x"]],
	["between", ["x", "y"]],
	["unheard of", 1],
	{"doctype": "Maintenance Visit", "purposes": ["x"]},
	{"doctype": "Unheard Of"},
	[["Maintenance Visit", "docstatus", "=", 1]],
	[["Maintenance Visit", "no such field", "=", 1]],
	[["name", "=", "x", "y", "z"]],
)
ODD = (*TEXTS, *DATES, *NUMBERS, *SHAPES)
OWN_FIELDS = (
	"name",
	"owner",
	"creation",
	"modified",
	"doctype",
	"parent",
	"parenttype",
	"parentfield",
	"idx",
)
FLAGS = (("docstatus", (0, 1, 2, 7, "x", None)), ("__islocal", (0, 1, "x")), ("__unsaved", (1,)))


def get_odd(random: Random):
	return copy.deepcopy(random.choice(ODD))


def spoil(random: Random, values: dict) -> dict:
	"""Return arguments of which a few are odd or missing; one in eight calls means well."""
	values = dict(values)
	for _ in range(random.choice((0, 1, 1, 1, 1, 2, 2, 3))):
		if not values:
			break
		name = random.choice(sorted(values))
		if random.random() < 0.1:
			del values[name]
		else:
			values[name] = get_odd(random)
	if random.random() < 0.1:
		values["unheard_of"] = get_odd(random)
	return values


def spoil_document(random: Random, document: dict) -> dict:
	"""Return a document in which a few things are not as a form leaves them."""
	document = copy.deepcopy(document)
	for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3, 4))):
		random.choice((spoil_field, spoil_field, spoil_row, spoil_row, spoil_table, spoil_shape))(
			random, document
		)
	return document


def spoil_field(random: Random, document: dict) -> None:
	document[random.choice(get_fieldnames(document.get("doctype")))] = get_odd(random)


def spoil_row(random: Random, document: dict) -> None:
	rows = [
		row
		for value in document.values()
		if isinstance(value, list)
		for row in value
		if isinstance(row, dict)
	]
	if rows:
		row = random.choice(rows)
		row[random.choice(get_fieldnames(row.get("doctype")) or ["x"])] = get_odd(random)


def spoil_table(random: Random, document: dict) -> None:
	tables = get_tables(document.get("doctype"))
	if not tables:
		return
	table = random.choice(tables)
	rows = document.get(table)
	if isinstance(rows, list) and random.random() < 0.6:
		rows.append(random.choice(("x", 1, None, [], {}, {"name": "x"}, {"idx": "x"}, {"doctype": "User"})))
	else:
		document[table] = get_odd(random)


def spoil_shape(random: Random, document: dict) -> None:
	name, values = random.choice((*FLAGS, ("unheard_of", ODD), ("flags", ODD), ("_user_tags", ODD)))
	document[name] = copy.deepcopy(random.choice(values))


def get_fieldnames(doctype: str | None) -> list[str]:
	if not is_doctype(doctype):
		return list(OWN_FIELDS)
	fields = [field.fieldname for field in frappe.get_meta(doctype).fields if field.fieldname]
	return [*OWN_FIELDS, *fields]


def get_tables(doctype: str | None) -> list[str]:
	if not is_doctype(doctype):
		return []
	return [field.fieldname for field in frappe.get_meta(doctype).get_table_fields()]


def is_doctype(doctype) -> bool:
	return isinstance(doctype, str) and doctype.startswith(("Maintenance", "Sales", "Stock", "Warranty"))
