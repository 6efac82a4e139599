from frappe.utils.nestedset import NestedSet, get_root_of


class ItemGroup(NestedSet):
	nsm_parent_field = "parent_item_group"

	def validate(self) -> None:
		self.parent_item_group = self.parent_item_group or get_root_of("Item Group")

	def on_update(self) -> None:
		super().on_update()
		self.validate_one_root()
