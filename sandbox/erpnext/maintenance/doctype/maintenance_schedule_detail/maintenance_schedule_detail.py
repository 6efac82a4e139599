from frappe.model.document import Document


class MaintenanceScheduleDetail(Document):
	pass
