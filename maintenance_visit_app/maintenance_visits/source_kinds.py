"""The kinds of document that a visit can be made for: one table, the hook `maintenance_visit_sources`.

Ours stand in this app's hooks.py; another app adds its own there in the same words. A kind whose DocType isn't on the
site, as ERPNext says of Warranty Claim, is none.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from maintenance_visit_app.records import has_doctype

HOOK = "maintenance_visit_sources"


@dataclass(frozen=True)
class SourceKind:
	"""`mapper`, `query`, `coverage` and `tell` are dotted paths.

	`mapper` makes a visit of a document, called as frappe.model.mapper calls it. `query` is a whitelisted search of what
	is offered to a visit; without one all is. `maintenance_type` is that of visits made for it. `customer` and `company`
	name the fields that have to say what the visit says. `coverage(names)` returns {name: who pays} on submit.
	`tell(visit)` writes to the documents what follows from their visits, on submit and on cancel.
	"""

	doctype: str
	mapper: str
	query: str | None = None
	maintenance_type: str | None = None
	customer: str | None = None
	company: str | None = None
	coverage: str | None = None
	tell: str | None = None


def get_source_kinds() -> dict[str, SourceKind]:
	"""Return {DocType: kind}, there or not: it is asked for where a document of that kind is named."""
	return {
		doctype: SourceKind(doctype, **{key: values[-1] for key, values in facts.items()})
		for doctype, facts in frappe.get_hooks(HOOK, default={}).items()
	}


def get_kinds_there() -> dict[str, SourceKind]:
	return {doctype: kind for doctype, kind in get_source_kinds().items() if has_doctype(doctype)}


def get_source_names(rows: Iterable[Document | dict], doctype: str) -> set[str]:
	names = (row.prevdoc_docname for row in rows if row.prevdoc_doctype == doctype)
	# A program may send anything: it is told when the links are checked
	return {name for name in names if name and isinstance(name, str)}


def get_coverages(rows: Iterable[Document]) -> dict[tuple[str, str], str]:
	"""Return {(DocType, name): who pays} for those sources whose kind has a say in it."""
	coverages = {}
	for kind in get_source_kinds().values():
		names = {row.prevdoc_docname for row in rows if row.prevdoc_doctype == kind.doctype} - {None, ""}
		if kind.coverage and names:
			stated = frappe.get_attr(kind.coverage)(names)
			coverages |= {(kind.doctype, name): coverage for name, coverage in stated.items()}
	return coverages


def tell_sources(visit: Document) -> None:
	"""Let the visit's sources say what all submitted visits say of them."""
	for kind in get_source_kinds().values():
		if kind.tell and has_doctype(kind.doctype):
			frappe.get_attr(kind.tell)(visit)
