"""What the rows of a visit's tables have in common: a request that writes one of them goes by its visit."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

VISIT = "Maintenance Visit"


class NoRowOfAVisitError(frappe.ValidationError):
	pass


class VisitRow(Document):
	"""Frappe's REST writes and deletes rows of a table as if they were documents, past their parent's rules.

	Where a visit is saved its rows are written by `db_insert` and `db_update`, which stay as they are.
	"""

	def insert(self, *args, **kwargs) -> Document:
		visit = get_visit(self.parenttype, self.parent, self.parentfield, self.doctype)
		self.update({"name": None, "__islocal": 1})
		visit.append(self.parentfield, self)
		visit.save(*args, **kwargs)
		return self

	def save(self, *args, **kwargs) -> Document:
		if self.is_new():
			return self.insert(*args, **kwargs)
		visit, row = find(self)
		row.update({field.fieldname: self.get(field.fieldname) for field in self.meta.fields})
		visit.save(*args, **kwargs)
		return self.reload()

	def on_trash(self) -> None:
		"""Called where the row itself is deleted; with a visit, Frappe deletes its rows without a word."""
		visit, row = find(self)
		visit.remove(row)
		visit.save()


def find(row: Document) -> tuple[Document, Document]:
	"""Return the visit that has the row, and the row in it, whatever the request says of its parent."""
	place = frappe.db.get_value(row.doctype, {"name": row.name}, ["parenttype", "parent", "parentfield"])
	visit = get_visit(*place, row.doctype)
	return visit, next(each for each in visit.get(place[2]) if each.name == row.name)


def get_visit(parenttype: str | None, name: str | None, parentfield: str | None, doctype: str) -> Document:
	field = frappe.get_meta(VISIT).get_field(cstr(parentfield))
	if parenttype != VISIT or not name or not field or field.options != doctype:
		frappe.throw(
			_("Name the visit and the table that the row is of, in parenttype, parent and parentfield."),
			NoRowOfAVisitError,
			title=_("Row of a Visit"),
		)
	return frappe.get_doc(VISIT, cstr(name))
