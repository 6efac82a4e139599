"""Symptom: `NotImplementedError` when the search index is written, a syntax error near "AGAINST" when it is read.

Cause: the index knows MariaDB's and PostgreSQL's ways only.
Remedy: replace a document's entry by deleting and inserting it; find by LIKE. On MariaDB all stays as it was.
"""

from . import Edit

EDITS = [
	Edit(
		"frappe/utils/global_search.py",
		"def sync_values(values: list):\n\tfrom pypika.terms import Values\n",
		"def sync_values(values: list):\n"
		"\tfrom pypika.terms import Values\n\n"
		'\tif frappe.db.db_type == "sqlite":\n'
		"\t\tfor value in values:\n"
		'\t\t\tsync_value(dict(zip(("doctype", "name", "content", "published", "title", "route"), value)))\n'
		"\t\treturn\n",
	),
	Edit(
		"frappe/utils/global_search.py",
		'\tfrappe.db.multisql(\n\t\t{\n\t\t\t"mariadb": """INSERT INTO `__global_search`\n',
		'\tif frappe.db.db_type == "sqlite":\n'
		'\t\tfrappe.db.delete("__global_search", {"doctype": value["doctype"], "name": value["name"]})\n'
		'\tfrappe.db.multisql(\n\t\t{\n\t\t\t"mariadb": """INSERT INTO `__global_search`\n',
	),
	Edit(
		"frappe/utils/global_search.py",
		"rank = Match(global_search.content).Against(word)",
		"rank = (\n"
		'\t\t\tglobal_search.content.like(f"%{word}%")\n'
		'\t\t\tif frappe.db.db_type == "sqlite"\n'
		"\t\t\telse Match(global_search.content).Against(word)\n"
		"\t\t)",
	),
]
