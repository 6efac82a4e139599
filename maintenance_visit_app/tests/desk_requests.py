"""What Desk sends: the requests of its form, answered as on a site."""

import frappe
from frappe.desk.form.load import getdoc
from frappe.desk.form.save import cancel as cancel_document
from frappe.desk.form.save import savedocs
from frappe.model.document import Document


def save(doc: Document, action: str = "Save") -> Document:
	"""Send the document as its form does on Save or Submit, and return what is stored then."""
	values = doc.as_dict(convert_dates_to_str=True)
	if not doc.name:
		values.update({"__islocal": 1, "name": f"new-{frappe.scrub(doc.doctype).replace('_', '-')}-1"})
	frappe.response.docs = []
	savedocs(frappe.as_json(values), action)
	return frappe.get_doc(doc.doctype, frappe.response.docs[0].name)


def cancel(doc: Document) -> Document:
	cancel_document(doc.doctype, doc.name)
	return frappe.get_doc(doc.doctype, doc.name)


def load(doctype: str, name: str) -> Document:
	"""Return what the form gets to show."""
	frappe.response.docs = []
	getdoc(doctype, name)
	return frappe.response.docs[0]
