import frappe
from frappe import _
from frappe.utils.nestedset import NestedSet, get_root_of


class SalesPerson(NestedSet):
	nsm_parent_field = "parent_sales_person"

	def validate(self) -> None:
		self.parent_sales_person = self.parent_sales_person or get_root_of("Sales Person")
		self.validate_employee()

	def on_update(self) -> None:
		super().on_update()
		self.validate_one_root()

	def validate_employee(self) -> None:
		other = self.employee and frappe.db.get_value(
			"Sales Person", {"employee": self.employee, "name": ("!=", self.name)}
		)
		if other:
			frappe.throw(
				_("Employee {0} is Sales Person {1} already. Choose another employee.").format(
					self.employee, other
				)
			)

	def get_email_id(self) -> str | None:
		"""Return the address of the employee's user. Raises frappe.ValidationError where he has none."""
		if not self.employee:
			return None
		user = frappe.db.get_value("Employee", self.employee, "user_id")
		if not user:
			frappe.throw(_("Employee {0} has no User ID. Set one.").format(self.employee))
		return frappe.db.get_value("User", user, "email") or user
