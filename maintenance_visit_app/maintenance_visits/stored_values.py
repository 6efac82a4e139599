"""What is stored of a visit, where what a request sends along with it doesn't count."""

import frappe
from frappe.model.document import Document

OF_EVERY_DOCUMENT = ("owner", "creation", "idx")


def check_permission(visit: Document) -> None:
	"""Let nobody make a visit his by what he sends: Frappe asks whether he may change that, not what is stored."""
	if stored := visit.get_doc_before_save():
		stored.flags.ignore_permissions = visit.flags.ignore_permissions
		stored.check_permission(visit._action if visit._action in ("submit", "cancel") else "write")


def keep_stored_values(visit: Document) -> None:
	"""Put back what is stored of a visit that is being cancelled, as it was read with lock.

	Frappe stores whatever is sent with a cancel, and validates nothing of it. Fields that a site has added are its own:
	a workflow writes its state, a dialog the reason.
	"""
	stored = visit.get_doc_before_save()
	ours = [field for field in visit.meta.fields if not field.get("is_custom_field")]
	tables = {field.fieldname for field in visit.meta.get_table_fields()}
	for fieldname in (*OF_EVERY_DOCUMENT, *(field.fieldname for field in ours)):
		value = stored.get(fieldname)
		visit.set(fieldname, [row.as_dict() for row in value] if fieldname in tables else value)


def keep_origin(visit: Document) -> None:
	"""Let a visit go on saying what it amends, and what its rows were made for before that DocType left the site.

	Frappe copies the attachments of what is amended: it is one that the user may read.
	"""
	if stored := visit.get_doc_before_save():
		visit.amended_from = stored.amended_from
	elif visit.amended_from and not visit.flags.ignore_permissions:
		frappe.has_permission(visit.doctype, "read", visit.amended_from, throw=True)
	keep_former_sources(visit)


def keep_former_sources(visit: Document) -> None:
	"""Let rows say only what this visit, or the one it amends, said before.

	`setup/former_sources.py` writes it, and makes links of it again that nobody checks.
	"""
	rows = [row for row in visit.purposes if row.former_source_doctype or row.former_source]
	if not rows:
		return
	before = visit.get_doc_before_save()
	known = {get_former_source(row) for row in (before.purposes if before else get_amended_rows(visit))}
	for row in rows:
		if get_former_source(row) not in known:
			row.update({"former_source_doctype": None, "former_source": None})


def get_former_source(row: Document | dict) -> tuple[str | None, str | None]:
	return row.former_source_doctype, row.former_source


def get_amended_rows(visit: Document) -> list[frappe._dict]:
	if not visit.amended_from:
		return []
	rows = {"parenttype": visit.doctype, "parent": visit.amended_from}
	return frappe.get_all("Maintenance Visit Purpose", rows, ["former_source_doctype", "former_source"])
