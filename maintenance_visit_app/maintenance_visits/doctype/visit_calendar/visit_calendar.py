import hashlib
import secrets
from typing import TYPE_CHECKING

from maintenance_visit_app.maintenance_visits.checked_document import CheckedDocument


class VisitCalendar(CheckedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		key_hash: DF.Data | None
		last_read: DF.Datetime | None
		service_person: DF.Link | None
	# end: auto-generated types

	def before_insert(self) -> None:
		"""Give the calendar its key: known to who makes it, and to nobody who reads the database."""
		self.flags.key = secrets.token_urlsafe(32)
		self.key_hash = get_hash(self.flags.key)


def get_hash(key: str) -> str:
	return hashlib.sha256(key.encode()).hexdigest()
