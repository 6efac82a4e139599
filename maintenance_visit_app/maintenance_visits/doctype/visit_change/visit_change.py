from typing import TYPE_CHECKING

from frappe.model.document import Document


class VisitChange(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		first_number: DF.Int
		moved_number: DF.Int
		number: DF.Int
	# end: auto-generated types
