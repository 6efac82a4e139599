import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today


class SerialNoCannotCreateDirectError(frappe.ValidationError):
	pass


class SerialNoCannotCannotChangeError(frappe.ValidationError):
	pass


class SerialNo(Document):
	def validate(self) -> None:
		if self.is_new():
			self.validate_no_warehouse()
		else:
			self.validate_unchanged()
		self.set_item_details()
		self.maintenance_status = get_maintenance_status(self)

	def validate_no_warehouse(self) -> None:
		if self.warehouse:
			frappe.throw(
				_("A new Serial No has no warehouse: stock transactions bring it there. Leave it empty."),
				SerialNoCannotCreateDirectError,
			)

	def validate_unchanged(self) -> None:
		for fieldname in ("item_code", "warehouse"):
			if self.has_value_changed(fieldname):
				frappe.throw(
					_("{0} of Serial No {1} can't be changed. Set it back.").format(
						_(self.meta.get_label(fieldname)), self.name
					),
					SerialNoCannotCannotChangeError,
				)

	def set_item_details(self) -> None:
		fieldnames = ["item_name", "item_group", "description"]
		item = frappe.db.get_value("Item", self.item_code, fieldnames, as_dict=True)
		for fieldname, value in (item or {}).items():
			self.set(fieldname, self.get(fieldname) or value)


def get_maintenance_status(serial_no: Document | dict) -> str | None:
	"""Return how warranty and maintenance contract (AMC) of a serial number stand today.

	A running warranty counts first, then a running contract, then an expired one, then an expired warranty.
	"""
	running, expired = [], []
	for name, date in (("Warranty", serial_no.warranty_expiry_date), ("AMC", serial_no.amc_expiry_date)):
		if date:
			(running if getdate(date) >= getdate(today()) else expired).append(name)
	if running:
		return f"Under {running[0]}"
	return f"Out of {expired[-1]}" if expired else None


def get_serial_nos(serial_no: str | None) -> list[str]:
	"""Return the numbers of a text that holds one a line, or several parted by commas."""
	return [part.strip() for part in (serial_no or "").replace(",", "\n").split("\n") if part.strip()]


def update_maintenance_status() -> None:
	"""Let warranties and contracts expire. Daily job."""
	fieldnames = ["name", "maintenance_status", "warranty_expiry_date", "amc_expiry_date"]
	for serial_no in frappe.get_all(
		"Serial No", {"maintenance_status": ("in", ("Under Warranty", "Under AMC"))}, fieldnames
	):
		status = get_maintenance_status(serial_no)
		if status != serial_no.maintenance_status:
			frappe.db.set_value("Serial No", serial_no.name, "maintenance_status", status)
