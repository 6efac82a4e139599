from frappe.model.document import Document


class ActivityType(Document):
	pass
