import frappe
from frappe.model.document import Document
from frappe.utils import add_days, today

from maintenance_visit_app.demo import tables
from maintenance_visit_app.maintenance_visits.doctype.maintenance_visit.from_sales_order import (
	make_maintenance_visit,
)


def make_demo_data() -> None:
	"""Add what is missing of the demo company. Users get no password: set one to log in as them."""
	make_company()
	make_trees()
	make_users()
	make_sales_persons()
	make_customers()
	make_items()
	make_sales_orders()
	make_visits()


def make_company() -> None:
	make("Company", tables.COMPANY["company_name"], **tables.COMPANY)


def make_trees() -> None:
	for doctype, names in (
		("Customer Group", tables.CUSTOMER_GROUPS),
		("Territory", tables.TERRITORIES),
		("Item Group", tables.ITEM_GROUPS),
	):
		for name in names:
			make_node(doctype, name, get_root(doctype))


def make_users() -> None:
	for email, (first_name, last_name, roles) in tables.USERS.items():
		make(
			"User",
			email,
			email=email,
			first_name=first_name,
			last_name=last_name,
			send_welcome_email=0,
			roles=[{"role": role} for role in roles],
		)


def make_sales_persons() -> None:
	make_node("Sales Person", tables.SALES_TEAM, get_root("Sales Person"), is_group=1, enabled=1)
	for name, user in tables.SALES_PERSONS.items():
		employee = make_employee(name, user)
		make_node("Sales Person", name, tables.SALES_TEAM, enabled=1, employee=employee)


def make_employee(full_name: str, user: str) -> str:
	first_name, last_name = full_name.split()
	employee = frappe.db.get_value("Employee", {"user_id": user})
	return employee or insert(
		"Employee",
		first_name=first_name,
		last_name=last_name,
		company=tables.COMPANY["company_name"],
		gender=make("Gender", "Prefer not to say", gender="Prefer not to say"),
		date_of_birth="1988-05-14",
		date_of_joining="2019-09-02",
		status="Active",
		user_id=user,
		create_user_permission=0,
	)


def make_customers() -> None:
	for name, (group, territory, addresses, contacts) in tables.CUSTOMERS.items():
		make(
			"Customer",
			name,
			customer_name=name,
			customer_type="Company",
			customer_group=group,
			territory=territory,
		)
		for position, address in enumerate(addresses):
			make_address(name, *address, is_primary=position == 0)
		for position, contact in enumerate(contacts):
			make_contact(name, *contact, is_primary=position == 0)


def make_address(customer: str, kind: str, street: str, pincode: str, city: str, is_primary: bool) -> None:
	title = f"{customer} {kind}"
	if not frappe.db.exists("Address", {"address_title": title}):
		insert(
			"Address",
			address_title=title,
			address_type="Billing" if is_primary else "Shipping",
			address_line1=street,
			pincode=pincode,
			city=city,
			country="France",
			is_primary_address=int(is_primary),
			links=[{"link_doctype": "Customer", "link_name": customer}],
		)


def make_contact(
	customer: str, first_name: str, last_name: str, email: str, mobile: str, is_primary: bool
) -> None:
	if not frappe.db.exists("Contact", {"email_id": email}):
		insert(
			"Contact",
			first_name=first_name,
			last_name=last_name,
			is_primary_contact=int(is_primary),
			email_ids=[{"email_id": email, "is_primary": 1}],
			phone_nos=[{"phone": mobile, "is_primary_mobile_no": 1}],
			links=[{"link_doctype": "Customer", "link_name": customer}],
		)


def make_items() -> None:
	make("UOM", "Nos", uom_name="Nos")
	for code, (name, description, group, has_serial_no) in tables.ITEMS.items():
		make(
			"Item",
			code,
			item_code=code,
			item_name=name,
			description=description,
			item_group=group,
			stock_uom="Nos",
			is_stock_item=has_serial_no,
			has_serial_no=has_serial_no,
		)
	for serial_no, item_code in tables.SERIAL_NUMBERS.items():
		make(
			"Serial No",
			serial_no,
			serial_no=serial_no,
			item_code=item_code,
			company=tables.COMPANY["company_name"],
		)


def make_sales_orders() -> None:
	for reference, (customer, order_type, items, shares, days, submitted) in tables.SALES_ORDERS.items():
		if frappe.db.exists("Sales Order", {"po_no": reference}):
			continue
		sales_order = new_sales_order(customer, order_type, items, shares, add_days(today(), days))
		sales_order.po_no = reference
		sales_order.insert()
		if submitted:
			sales_order.submit()


def new_sales_order(
	customer: str,
	order_type: str,
	items: list[str],
	shares: dict[str, float] | None = None,
	date: str | None = None,
) -> Document:
	"""Return an order, not saved; `shares` is the sales team: {sales person: percentage}."""
	date = date or today()
	return frappe.get_doc(
		{
			"doctype": "Sales Order",
			"company": tables.COMPANY["company_name"],
			"customer": customer,
			"order_type": order_type,
			"transaction_date": date,
			"delivery_date": add_days(date, 60),
			"currency": tables.COMPANY["default_currency"],
			"items": [
				{"item_code": item, "qty": 1, "rate": 180, "warehouse": get_warehouse()} for item in items
			],
			"sales_team": [
				{"sales_person": person, "allocated_percentage": share}
				for person, share in (shares or {}).items()
			],
		}
	)


def make_visits() -> None:
	if frappe.db.exists("Maintenance Visit", {"company": tables.COMPANY["company_name"]}):
		return
	for (
		customer,
		reference,
		items,
		technician,
		days,
		maintenance_type,
		completion,
		work_done,
		end,
	) in tables.VISITS:
		visit = new_visit(customer, items, technician) if not reference else map_visit(reference, items)
		visit.update(
			{
				"mntc_date": add_days(today(), days),
				"mntc_time": "09:30:00",
				"maintenance_type": maintenance_type,
				"completion_status": completion,
			}
		)
		for row in visit.purposes:
			row.service_person, row.work_done = technician, work_done
		finish_visit(visit.insert(), end)


def map_visit(reference: str, items: dict[str, str | None]) -> Document:
	sales_order = frappe.db.get_value("Sales Order", {"po_no": reference})
	visit = make_maintenance_visit(sales_order)
	visit.purposes = [row for row in visit.purposes if row.item_code in items]
	for row in visit.purposes:
		row.serial_no = items[row.item_code]
	return visit


def new_visit(customer: str, items: dict[str, str | None], technician: str | None = None) -> Document:
	"""Return a visit, not saved; `items` is {item: serial number or None}."""
	return frappe.get_doc(
		{
			"doctype": "Maintenance Visit",
			"company": tables.COMPANY["company_name"],
			"customer": customer,
			"purposes": [
				{"item_code": item, "serial_no": serial_no, "service_person": technician}
				for item, serial_no in items.items()
			],
		}
	)


def finish_visit(visit: Document, end: str) -> None:
	if end == "draft":
		return
	visit.submit()
	if end == "submit":
		return
	visit.cancel()
	if end == "amend":
		amend_visit(visit).update({"mntc_date": visit.mntc_date, "mntc_time": "14:00:00"}).insert().submit()


def amend_visit(visit: Document) -> Document:
	"""Return the visit that takes a cancelled one's place, not saved, as Desk's Amend makes it."""
	amended = frappe.copy_doc(visit)
	return amended.update({"amended_from": visit.name, "docstatus": 0})


def get_warehouse() -> str | None:
	filters = {"company": tables.COMPANY["company_name"], "is_group": 0}
	return frappe.db.get_value("Warehouse", filters, order_by="name")


def get_root(doctype: str) -> str:
	return frappe.db.get_value(doctype, {"is_group": 1}, order_by="lft")


def make_node(doctype: str, name: str, parent: str, **values) -> str:
	slug = frappe.scrub(doctype)
	return make(doctype, name, **{f"{slug}_name": name, f"parent_{slug}": parent, **values})


def make(doctype: str, name: str, **values) -> str:
	return frappe.db.exists(doctype, name) or insert(doctype, **values)


def insert(doctype: str, **values) -> str:
	return frappe.get_doc({"doctype": doctype, **values}).insert().name
