import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.mapper import get_mapped_doc
from frappe.utils import flt, getdate, today

from erpnext.accounts.party import get_customer_fields
from erpnext.selling.doctype.sales_order.sales_order_billing import update_billing
from erpnext.stock.doctype.uom_conversion_detail.uom_conversion_detail import get_conversion_factor
from erpnext.stock.get_item_details import get_price_list_rate_for
from erpnext.stock.stock_ledger import get_stock_rows, take_out
from erpnext.utilities.transaction_base import TransactionBase


class SalesInvoice(TransactionBase):
	def validate(self) -> None:
		self.validate_update_stock()
		self.validate_posting_time()
		self.set_missing_values(for_validate=True)
		self.validate_uom_is_integer("uom", "qty")
		self.calculate_taxes_and_totals()
		self.set_status()

	def on_submit(self) -> None:
		take_out(self, self.get_stock_rows())
		update_billing(self)

	def before_cancel(self) -> None:
		self.set_status()

	def on_cancel(self) -> None:
		take_out(self, self.get_stock_rows())
		update_billing(self)

	def validate_update_stock(self) -> None:
		"""As in ERPNext, what is kept in stock needs its warehouse. Numbers and batches are beyond the stand-in."""
		for row in self.get_stock_rows():
			if any(frappe.get_cached_value("Item", row.item_code, ["has_serial_no", "has_batch_no"])):
				frappe.throw(
					_(
						"Invoices that take numbers or batches out of stock are not in this stand-in for ERPNext. Uncheck {0}."
					).format(_("Update Stock"))
				)
			if not row.warehouse:
				frappe.throw(_("Warehouse required for stock Item {0}").format(row.item_code))

	def get_stock_rows(self) -> list[Document]:
		"""Return the rows that this invoice takes out of stock, or as a credit note brings back."""
		return get_stock_rows(self.items) if self.update_stock else []

	@frappe.whitelist()
	def set_missing_values(self, for_validate: bool = False) -> None:
		"""Fill in what follows from customer, company, price list and items, and is still empty.

		The argument is ERPNext's; nothing here depends on it.
		"""
		self.set_customer_details()
		self.set_price_list()
		self.set_currencies()
		self.set_item_details()

	@frappe.whitelist()
	def calculate_taxes_and_totals(self) -> None:
		"""Calculate rates, amounts and totals, in the currency and in the company's. There are no taxes."""
		for row in self.items:
			row.rate = row.rate or row.price_list_rate or 0
			row.amount = flt(flt(row.rate) * flt(row.qty), row.precision("amount"))
			row.stock_qty = flt(row.qty) * flt(row.conversion_factor)
			row.update({"net_rate": row.rate, "net_amount": row.amount})
			for fieldname in ("rate", "amount", "net_rate", "net_amount"):
				row.set(f"base_{fieldname}", self.in_company_currency(row.get(fieldname)))
		self.set_totals()

	def set_customer_details(self) -> None:
		details = get_customer_fields(self.customer) if self.customer else {}
		for fieldname, value in details.items():
			if value and not self.get(fieldname) and self.meta.has_field(fieldname):
				self.set(fieldname, value)
		self.due_date = self.due_date or self.posting_date

	def set_price_list(self) -> None:
		price_list = self.customer and frappe.get_cached_value(
			"Customer", self.customer, "default_price_list"
		)
		default = frappe.db.get_single_value("Selling Settings", "selling_price_list")
		self.selling_price_list = self.selling_price_list or price_list or default
		self.price_list_currency = self.selling_price_list and frappe.get_cached_value(
			"Price List", self.selling_price_list, "currency"
		)

	def set_currencies(self) -> None:
		"""What is in the company's currency has the rate 1; another one wants its rate from the user."""
		currency = frappe.get_cached_value("Company", self.company, "default_currency")
		customer = self.customer and frappe.get_cached_value("Customer", self.customer, "default_currency")
		self.party_account_currency = currency
		self.currency = self.currency or customer or self.price_list_currency or currency
		if self.currency == currency:
			self.conversion_rate = 1
		if self.price_list_currency == currency:
			self.plc_conversion_rate = 1

	def set_item_details(self) -> None:
		fieldnames = ["item_name", "description", "stock_uom", "is_sales_item"]
		for row in self.items:
			item = row.item_code and frappe.get_cached_value("Item", row.item_code, fieldnames, as_dict=True)
			if not item:
				continue
			if not item.pop("is_sales_item"):
				frappe.throw(_("Row #{0}: item {1} is not for sale.").format(row.idx, row.item_code))
			for fieldname, value in item.items():
				row.set(fieldname, row.get(fieldname) or value)
			row.uom = row.uom or row.stock_uom
			row.conversion_factor = row.conversion_factor or get_conversion_factor(row.item_code, row.uom)
			row.price_list_rate = row.price_list_rate or self.get_price_list_rate(row)

	def get_price_list_rate(self, row: Document) -> float:
		rate = get_price_list_rate_for(
			{
				"price_list": self.selling_price_list,
				"customer": self.customer,
				"transaction_date": self.posting_date,
				"uom": row.uom,
				"stock_uom": row.stock_uom,
				"conversion_factor": row.conversion_factor,
			},
			row.item_code,
		)
		return flt(rate) * flt(self.plc_conversion_rate) / (flt(self.conversion_rate) or 1)

	def in_company_currency(self, amount: float) -> float:
		return flt(flt(amount) * flt(self.conversion_rate), self.precision("base_total"))

	def set_totals(self) -> None:
		self.total_qty = sum(flt(row.qty) for row in self.items)
		self.total = self.net_total = self.grand_total = sum(row.amount for row in self.items)
		self.base_total = self.base_net_total = self.base_grand_total = self.in_company_currency(self.total)
		is_same = self.party_account_currency == self.currency
		self.outstanding_amount = self.grand_total if is_same else self.base_grand_total

	def set_status(self) -> None:
		"""ERPNext's payments change what is outstanding; without them an invoice stays unpaid."""
		if self.docstatus.is_draft():
			self.status = "Draft"
		elif self.docstatus.is_cancelled():
			self.status = "Cancelled"
		elif self.is_return:
			self.status = "Return"
		elif not self.outstanding_amount:
			self.status = "Paid"
		else:
			self.status = "Unpaid" if getdate(self.due_date) >= getdate(today()) else "Overdue"


@frappe.whitelist()
def make_sales_return(source_name: str, target_doc: Document | None = None) -> Document:
	"""Return a credit note, not saved, for all of a submitted invoice; its rows name those they give back.

	ERPNext also takes off what earlier credit notes gave back. frappe.model.mapper checks the permissions.
	"""

	def finish(invoice: Document, credit_note: Document) -> None:
		credit_note.update({"is_return": 1, "return_against": invoice.name})
		credit_note.run_method("calculate_taxes_and_totals")

	return get_mapped_doc(
		"Sales Invoice",
		source_name,
		{
			"Sales Invoice": {"doctype": "Sales Invoice", "validation": {"docstatus": ["=", 1]}},
			"Sales Invoice Item": {
				"doctype": "Sales Invoice Item",
				"field_map": {"name": "sales_invoice_item", "so_detail": "so_detail"},
				"postprocess": lambda row, returned, invoice: returned.update({"qty": -row.qty}),
			},
		},
		target_doc,
		finish,
	)


@frappe.whitelist()
def make_delivery_note(source_name: str, target_doc: Document | None = None) -> Document:
	"""Return a Delivery Note, not saved, of all that a submitted invoice bills.

	ERPNext leaves out what was delivered. frappe.model.mapper checks the permissions.
	"""
	return get_mapped_doc(
		"Sales Invoice",
		source_name,
		{
			"Sales Invoice": {"doctype": "Delivery Note", "validation": {"docstatus": ["=", 1]}},
			"Sales Invoice Item": {
				"doctype": "Delivery Note Item",
				"field_map": {"name": "si_detail", "parent": "against_sales_invoice"},
			},
		},
		target_doc,
	)
