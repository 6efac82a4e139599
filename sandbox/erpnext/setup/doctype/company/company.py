import frappe
from frappe import _
from frappe.utils.nestedset import NestedSet

WAREHOUSE_GROUP = "All Warehouses"
WAREHOUSES = ("Stores", "Work In Progress", "Finished Goods", "Goods In Transit")


class Company(NestedSet):
	nsm_parent_field = "parent_company"

	def validate(self) -> None:
		self.validate_abbreviation()

	def on_update(self) -> None:
		super().on_update()
		self.make_default_warehouses()
		self.become_default()

	def validate_abbreviation(self) -> None:
		self.abbr = (self.abbr or "").strip()
		if self.abbr and frappe.db.exists("Company", {"abbr": self.abbr, "name": ("!=", self.name)}):
			frappe.throw(
				_("Abbreviation {0} is taken by another company. Choose another one.").format(self.abbr)
			)

	def make_default_warehouses(self) -> None:
		if frappe.db.exists("Warehouse", {"company": self.name}):
			return
		group = self.make_warehouse(WAREHOUSE_GROUP, is_group=1)
		for warehouse in WAREHOUSES:
			self.make_warehouse(warehouse, parent_warehouse=group)

	def become_default(self) -> None:
		"""The setup wizard makes the first company the one that new documents are of."""
		if not frappe.db.get_default("company"):
			frappe.db.set_default("company", self.name)

	def make_warehouse(self, warehouse_name: str, **values) -> str:
		values = {"warehouse_name": warehouse_name, "company": self.name, **values}
		return frappe.get_doc({"doctype": "Warehouse", **values}).insert(ignore_permissions=True).name
