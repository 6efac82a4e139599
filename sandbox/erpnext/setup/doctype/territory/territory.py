from frappe.utils.nestedset import NestedSet, get_root_of


class Territory(NestedSet):
	nsm_parent_field = "parent_territory"

	def validate(self) -> None:
		self.parent_territory = self.parent_territory or get_root_of("Territory")

	def on_update(self) -> None:
		super().on_update()
		self.validate_one_root()
