"""The workspace's links to what may leave the site: without its DocType or its workspace a link leads nowhere."""

import json
from pathlib import Path

import frappe
from frappe.query_builder import DocType

from maintenance_visit_app.records import has_doctype
from maintenance_visit_app.setup import notes
from maintenance_visit_app.setup.ownership import APP, OURS

SLUG = frappe.scrub(OURS)
# (DocType, its table of links, that table's DocType, our file); Frappe 15 has no sidebars
PLACES = (
	("Workspace", "links", "Workspace Link", f"{SLUG}/workspace/{SLUG}/{SLUG}.json"),
	("Workspace Sidebar", "items", "Workspace Sidebar Item", f"workspace_sidebar/{SLUG}.json"),
)


def follow() -> None:
	"""Remove the links that lead nowhere, and bring those back that we removed and that lead somewhere again."""
	removed = set(json.loads(notes.read(notes.LINKS) or "[]"))
	gone, returned = set(), set()
	for place in PLACES:
		if has_doctype(place[0]):
			gone |= remove_links(*place[:3])
			returned |= restore_links(*place, removed)
	if gone or returned:
		notes.write(notes.LINKS, json.dumps(sorted((removed | gone) - returned)))
		frappe.clear_cache()


def remove_links(parenttype: str, _table: str, doctype: str) -> set[str]:
	links = frappe.get_all(doctype, get_filters(parenttype), ["name", "link_type", "link_to"])
	gone = [link for link in links if link.link_to and not is_there(link)]
	if gone:
		frappe.db.delete(doctype, {"name": ("in", [link.name for link in gone])})
	return {link.link_to for link in gone}


def restore_links(parenttype: str, table: str, doctype: str, path: str, removed: set[str]) -> set[str]:
	"""Put our file's links behind those that they follow in it. An admin's other changes stay."""
	there = set(frappe.get_all(doctype, get_filters(parenttype), pluck="link_to"))
	returned = set()
	previous = None
	for link in json.loads(Path(frappe.get_app_path(APP, path)).read_text())[table]:
		if link.get("link_to") in removed and is_there(link):
			returned.add(link["link_to"])
			if link["link_to"] not in there:
				where = {"doctype": doctype, "parenttype": parenttype, "parentfield": table}
				insert_behind(previous, {**link, **where})
		previous = link
	return returned


def insert_behind(previous: dict | None, link: dict) -> None:
	doctype, parent = link["doctype"], {"parenttype": link["parenttype"], "parent": OURS}
	named = {"label": previous["label"], **parent} if previous else None
	idx = (named and frappe.db.get_value(doctype, named, "idx")) or 0
	row = DocType(doctype)
	is_behind = (row.parent == OURS) & (row.parenttype == link["parenttype"]) & (row.idx > idx)
	frappe.qb.update(row).set(row.idx, row.idx + 1).where(is_behind).run()
	frappe.get_doc({**link, "parent": OURS, "idx": idx + 1}).db_insert()


def is_there(link: dict) -> bool:
	return bool(frappe.db.exists(link["link_type"], link["link_to"]))


def get_filters(parenttype: str) -> dict:
	return {"parenttype": parenttype, "parent": OURS, "link_type": ("in", ("DocType", "Workspace"))}
