import frappe
from frappe.utils.nestedset import NestedSet


class Warehouse(NestedSet):
	nsm_parent_field = "parent_warehouse"

	def autoname(self) -> None:
		"""Name the warehouse with its company's abbreviation, as in "Stores - ATS"."""
		suffix = " - " + frappe.get_cached_value("Company", self.company, "abbr")
		self.name = self.warehouse_name.removesuffix(suffix) + suffix
