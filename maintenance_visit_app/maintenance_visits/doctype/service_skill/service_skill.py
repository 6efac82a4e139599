from typing import TYPE_CHECKING

from maintenance_visit_app.maintenance_visits.checked_document import CheckedDocument


class ServiceSkill(CheckedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		description: DF.SmallText | None
		skill_name: DF.Data
	# end: auto-generated types
