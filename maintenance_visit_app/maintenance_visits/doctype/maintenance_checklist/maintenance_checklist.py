from typing import TYPE_CHECKING

from maintenance_visit_app.maintenance_visits.checked_document import CheckedDocument


class MaintenanceChecklist(CheckedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	if TYPE_CHECKING:
		from frappe.types import DF

		from maintenance_visit_app.maintenance_visits.doctype.maintenance_checklist_task.maintenance_checklist_task import (
			MaintenanceChecklistTask,
		)
		from maintenance_visit_app.maintenance_visits.doctype.service_skill_link.service_skill_link import (
			ServiceSkillLink,
		)

		disabled: DF.Check
		item_code: DF.Link | None
		item_group: DF.Link | None
		required_skills: DF.TableMultiSelect[ServiceSkillLink]
		tasks: DF.Table[MaintenanceChecklistTask]
		title: DF.Data
	# end: auto-generated types
