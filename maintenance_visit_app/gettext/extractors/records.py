"""Records that come as JSON: DocTypes, and what is shown of reports, workspaces, notifications and the like."""

import io
import json
from collections.abc import Iterator

from .fields import Message, get_message, get_messages_of_field

# The texts of a record, and those of the rows of its tables
TEXTS: dict[str, dict[str, tuple[str, ...]]] = {
	"Dashboard": {"": ("dashboard_name",)},
	"Dashboard Chart": {"": ("chart_name",)},
	"Desktop Icon": {"": ("label",)},
	"Form Tour": {"": ("title",), "steps": ("title", "description")},
	"Module Onboarding": {"": ("title", "subtitle", "success_message")},
	"Number Card": {"": ("label",)},
	"Onboarding Step": {"": ("title", "action_label", "description", "report_description")},
	"Print Format": {"": ("name",)},
	"Report": {"": ("report_name",), "columns": ("label",), "filters": ("label",)},
	"Workspace": {
		"": ("label", "title"),
		"charts": ("label",),
		"links": ("label", "description"),
		"number_cards": ("label",),
		"quick_lists": ("label",),
		"shortcuts": ("label", "format"),
	},
	"Workspace Sidebar": {"": ("title",), "items": ("label",)},
}
JINJA = {"Notification": ("subject", "message")}
DOCTYPE = "DocType"


def extract(fileobj, keywords, comment_tags, options) -> Iterator[Message]:
	record = json.load(fileobj)
	doctype = record.get("doctype") if isinstance(record, dict) else None
	if doctype == DOCTYPE:
		yield from get_messages_of_doctype(record)
	yield from get_texts(record, TEXTS.get(doctype, {}))
	if doctype == "Workspace":
		yield from get_texts_of_blocks(record)
	for fieldname in JINJA.get(doctype, ()):
		yield from get_messages_of_template(record.get(fieldname) or "", keywords, comment_tags, options)


def get_messages_of_doctype(record: dict) -> Iterator[Message]:
	name = record["name"]
	yield None, "_", name, ["Name of a DocType"]
	if record.get("description"):
		yield None, "_", record["description"], ["Description of a DocType"]
	for field in record["fields"]:
		yield from get_messages_of_field(name, field)
	for link in record.get("links", []):
		if link.get("group"):
			yield get_message(name, link["group"], f"Group in {name}'s connections")
	for permission in record.get("permissions", []):
		yield None, "_", permission["role"], ["Name of a role"]


def get_texts(record: dict, texts: dict[str, tuple[str, ...]]) -> Iterator[Message]:
	for table, fieldnames in texts.items():
		for row in record.get(table, []) if table else [record]:
			for fieldname in filter(row.get, fieldnames):
				told = f"{fieldname} of {table or record['doctype']} '{record['name']}'"
				yield None, "_", row[fieldname], [told]


def get_texts_of_blocks(workspace: dict) -> Iterator[Message]:
	for block in json.loads(workspace.get("content") or "[]"):
		text = block.get("data", {}).get("text")
		if block.get("type") in ("header", "paragraph") and text:
			yield None, "_", text, [f"{block['type']} of Workspace '{workspace['name']}'"]


def get_messages_of_template(text: str, *settings) -> Iterator[Message]:
	from jinja2.ext import babel_extract

	yield from babel_extract(io.BytesIO(text.encode()), *settings)
