import frappe
from frappe import _
from frappe.permissions import add_user_permission, remove_user_permission
from frappe.utils import getdate, today
from frappe.utils.nestedset import NestedSet


class Employee(NestedSet):
	nsm_parent_field = "reports_to"

	def validate(self) -> None:
		self.employee = self.name
		self.employee_name = " ".join(filter(None, (self.first_name, self.middle_name, self.last_name)))
		self.validate_date_of_birth()
		self.validate_user()

	def on_update(self) -> None:
		super().on_update()
		if self.user_id:
			self.update_user()
			self.update_user_permissions()

	def validate_date_of_birth(self) -> None:
		if self.date_of_birth and getdate(self.date_of_birth) > getdate(today()):
			frappe.throw(_("The Date of Birth lies in the future. Correct it."))

	def validate_user(self) -> None:
		filters = {"user_id": self.user_id, "status": "Active", "name": ("!=", self.name)}
		other = self.user_id and frappe.db.get_value("Employee", filters)
		if other:
			frappe.throw(
				_("User {0} is Employee {1} already. Choose another user.").format(self.user_id, other),
				frappe.DuplicateEntryError,
			)

	def update_user(self) -> None:
		"""Give the user the role Employee, and what is known of the person."""
		user = frappe.get_doc("User", self.user_id)
		if "Employee" not in [row.role for row in user.roles]:
			user.append_roles("Employee")
		user.update({"birth_date": self.date_of_birth, "gender": self.gender})
		user.save(ignore_permissions=True)

	def update_user_permissions(self) -> None:
		"""Restrict the user to his own record and company, where that is asked for."""
		values = {"Employee": self.name, "Company": self.company}
		restricted = frappe.db.exists(
			"User Permission", {"allow": "Employee", "for_value": self.name, "user": self.user_id}
		)
		change = add_user_permission if self.create_user_permission else remove_user_permission
		if bool(restricted) != bool(self.create_user_permission):
			for doctype, name in values.items():
				change(doctype, name, self.user_id)
