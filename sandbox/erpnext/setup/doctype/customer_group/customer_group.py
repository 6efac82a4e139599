from frappe.utils.nestedset import NestedSet, get_root_of


class CustomerGroup(NestedSet):
	nsm_parent_field = "parent_customer_group"

	def validate(self) -> None:
		self.parent_customer_group = self.parent_customer_group or get_root_of("Customer Group")

	def on_update(self) -> None:
		super().on_update()
		self.validate_one_root()
