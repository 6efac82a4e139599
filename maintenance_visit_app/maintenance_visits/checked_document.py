"""What the app's records that aren't visits have in common."""

from frappe.model.document import Document

from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit import values


class CheckedDocument(Document):
	"""A record that tells in a sentence what can't be a value of it, whichever program sends that."""

	def _validate_links(self) -> None:
		"""Frappe has no event before it checks the links, which breaks where one is a list."""
		values.validate_single_values(self)
		super()._validate_links()

	def before_validate(self) -> None:
		values.validate_values(self)
