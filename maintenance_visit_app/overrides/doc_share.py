"""**DocShare**: a visit that is shared, or not any more, is another user's to read."""

from frappe.model.document import Document

from maintenance_visit_app import changes

VISIT = "Maintenance Visit"


def on_update(doc_share: Document, method: str) -> None:
	note(doc_share)


def on_trash(doc_share: Document, method: str) -> None:
	note(doc_share)


def note(doc_share: Document) -> None:
	if doc_share.share_doctype == VISIT:
		changes.note([doc_share.share_name], is_moved=True)
