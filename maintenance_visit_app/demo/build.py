"""The masters of the demo company: who is there, and what is maintained."""

import frappe

from maintenance_visit_app.demo import documents, pictures, stock, tables
from maintenance_visit_app.demo.records import get_root, insert, make, make_node

# title of an address: how a technician gets in
ACCESS_NOTES = {
	"Hôtel Belledonne Chaufferie": "Portillon à gauche, code 4512. Clé de la chaufferie à la réception.",
	"Clinique Saint-Bruno Local technique": "Se présenter à l'accueil, badge obligatoire. Parking du personnel, niveau -1.",
}


def make_demo_data() -> None:
	"""Add what is missing of the demo company. Users get no password: set one to log in as them."""
	make_company()
	make_letter_head()
	stock.activate_numbers()
	make_trees()
	make_users()
	make_sales_persons()
	make_customers()
	make_items()
	make_checklists()
	stock.make_spare_parts()
	stock.receive_spare_parts()
	documents.make_sales_orders()
	documents.make_schedules()
	documents.make_claims()
	documents.make_visits()


def make_company() -> None:
	make("Company", tables.COMPANY["company_name"], **tables.COMPANY)


def make_letter_head() -> None:
	"""Give the company its logo and address on all that it prints; the site's default, if it has none yet."""
	name = tables.COMPANY["company_name"]
	if frappe.db.exists("Letter Head", name):
		return
	logo = frappe.get_doc(
		{"doctype": "File", "file_name": "alpes-thermique.png", "content": pictures.get_logo()}
	).insert()
	lines = "<br>".join((f"<strong>{name}</strong>", *tables.LETTERHEAD))
	insert(
		"Letter Head",
		letter_head_name=name,
		source="HTML",
		content=f"""<table style="width: 100%"><tr>
<td style="width: 90px; vertical-align: middle"><img src="{logo.file_url}" alt="" width="72" height="72"></td>
<td style="vertical-align: middle">{lines}</td>
</tr></table>""",
	)


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
			access_notes=ACCESS_NOTES.get(title),
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


def make_checklists() -> None:
	make("UOM", "Pascal", uom_name="Pascal")
	for title, (item, tasks) in tables.CHECKLISTS.items():
		rows = [{"task": task, "mandatory": mandatory, "uom": uom} for task, mandatory, uom in tasks]
		make("Maintenance Checklist", title, title=title, item_code=item, tasks=rows)
