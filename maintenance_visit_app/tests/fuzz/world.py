"""What the fuzzer talks of: documents of every kind and state, of a customer that one user may see and another's."""

import json

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, today

from maintenance_visit_app.demo.documents import make_schedule
from maintenance_visit_app.demo.on_site import new_time_log
from maintenance_visit_app.demo.records import make
from maintenance_visit_app.demo.tables import COMPANY, CUSTOMER_GROUPS, ITEM_GROUPS, TERRITORIES
from maintenance_visit_app.maintenance_visits.mappers.to_sales_invoice import make_sales_invoice
from maintenance_visit_app.maintenance_visits.mappers.to_stock_entry import make_stock_entry
from maintenance_visit_app.tests import (
	BOILER,
	HOTEL,
	JULIE,
	KARIM,
	change_settings,
	do_work,
	make_claim,
	make_order,
	make_person,
	make_visit,
)
from maintenance_visit_app.tests.fuzz.values import STORED_MARKUP
from maintenance_visit_app.tests.parts import GASKET, SERVICE, make_visit_with

MANAGER, OFFICE = "manager@fuzz.example.com", "office@fuzz.example.com"
TECHNICIAN, PROGRAM = "technician@fuzz.example.com", "program@fuzz.example.com"
RESTRICTED, DESK_USER, NOBODY = (
	"restricted@fuzz.example.com",
	"desk@fuzz.example.com",
	"nobody@fuzz.example.com",
)
ROLES = {
	MANAGER: ("Maintenance Manager",),
	OFFICE: ("Maintenance Manager", "Accounts User", "Stock User", "Projects User"),
	TECHNICIAN: ("Maintenance User",),
	PROGRAM: ("Maintenance API User",),
	RESTRICTED: ("Maintenance User",),
	DESK_USER: ("Inbox User",),
	NOBODY: (),
}
FOREIGN_CUSTOMER, FOREIGN_ITEM = "Zephyr Foreign", "ZEPHYR-1"
# What a user who may not see the foreign customer is never told
SECRET = "Zephyr secret"
SECRET_NAME = f"{SECRET} {STORED_MARKUP}"
DAY = 40
# What is other than installed, and put back
SETTINGS = ("labour_item", "refuse_double_booking", "assign_technicians", "api_requests_per_minute")
TEMPLATES = (
	"Maintenance Visit",
	"Maintenance Checklist",
	"Maintenance Visit Settings",
	"Maintenance Schedule",
	"Sales Order",
	"Sales Invoice",
	"Stock Entry",
	"Warranty Claim",
)


class World:
	"""Documents that are committed, and deleted again by `forget`, row by row: no rule is asked."""

	def __init__(self) -> None:
		self.made: list[tuple[str, str]] = []
		self.names: dict[str, list[str]] = {}
		settings = frappe.get_doc("Maintenance Visit Settings")
		self.settings = {fieldname: settings.get(fieldname) for fieldname in SETTINGS}
		for user, roles in ROLES.items():
			self.add(make_user(user, roles))
		frappe.permissions.add_user_permission("Customer", HOTEL, RESTRICTED)
		change_settings(labour_item=SERVICE, api_requests_per_minute=0)
		self.make_foreign()
		self.make_own()
		change_settings(refuse_double_booking=1, assign_technicians=1)
		self.documents = {doctype: self.get_templates(doctype) for doctype in TEMPLATES}
		frappe.db.commit()

	def make_foreign(self) -> None:
		names = {"customer_group": CUSTOMER_GROUPS[0], "territory": TERRITORIES[0]}
		make("Customer", FOREIGN_CUSTOMER, customer_name=FOREIGN_CUSTOMER, **names)
		self.made.append(("Customer", FOREIGN_CUSTOMER))
		frappe.db.set_value("Customer", FOREIGN_CUSTOMER, "customer_name", SECRET_NAME)
		values = {"item_group": ITEM_GROUPS[1], "stock_uom": "Nos", "is_stock_item": 0}
		make("Item", FOREIGN_ITEM, item_code=FOREIGN_ITEM, item_name=STORED_MARKUP, **values)
		self.made.append(("Item", FOREIGN_ITEM))
		frappe.db.set_value("Item", FOREIGN_ITEM, "item_name", STORED_MARKUP)
		self.foreign = self.make_documents(FOREIGN_CUSTOMER, FOREIGN_ITEM)

	def make_own(self) -> None:
		self.own = self.make_documents(HOTEL, BOILER)
		self.own["job"] = self.foreign["job"] = self.make_job()
		self.add(make_sales_invoice(self.own["partly"]).insert())
		self.add(make_stock_entry(self.own["partly"]).insert())

	def make_job(self) -> str:
		"""Write down what is left of a job of the office's."""
		record = {"doctype": "Visit Operation", "name": frappe.generate_hash(), "operation": "upsert_visits"}
		record |= {"user": OFFICE, "answer": "{}", "outcome": "Applied"}
		frappe.get_doc(record).db_insert()
		self.made.append(("Visit Operation", record["name"]))
		return record["name"]

	def make_documents(self, customer: str, item: str) -> dict[str, str]:
		"""Return {kind: name} of one document of each kind and state."""
		at_work, free = make_person(f"At work for {customer}"), make_person(f"Free for {customer}")
		self.made += [("Sales Person", at_work), ("Sales Person", free)]
		made = {
			"order": make_order(customer, (item,)),
			"draft_order": make_order(customer, (item,), submit=False),
			"schedule": make_schedule(customer, {item: ("Quarterly", 4, 10, JULIE)}),
			"claim": make_claim(customer, item),
			"planned": self.new_visit(customer, item, KARIM, DAY).insert(),
			"begun": self.with_time(self.new_visit(customer, item, at_work, 0), 0, at_work).insert(),
			"worked": self.finish(customer, item, "Fully Completed", submit=False),
			"partly": self.finish(customer, item, "Partially Completed"),
			"fully": self.finish(customer, item, "Fully Completed"),
			"cancelled": self.finish(customer, item, "Fully Completed").cancel(),
		}
		for document in made.values():
			self.add(document)
		names = {kind: document.name for kind, document in made.items()}
		company = COMPANY["company_name"]
		return {
			**names,
			"customer": customer,
			"item": item,
			"company": company,
			"technician": KARIM,
			"at_work": at_work,
			"free": free,
		}

	def new_visit(self, customer: str, item: str, technician: str, days: int) -> Document:
		values = {"mntc_date": add_days(today(), days), "mntc_time": "09:00:00", "planned_duration": 3600}
		return make_visit(customer, {item: None}, technician, **values)

	def with_time(self, visit: Document, hours: float, technician: str = JULIE) -> Document:
		log = new_time_log(technician, f"{add_days(today(), -1)} 08:00:00", hours or 1)
		visit.append("time_logs", log if hours else {**log, "to_time": None})
		return visit

	def finish(self, customer: str, item: str, completion_status: str, submit: bool = True) -> Document:
		visit = make_visit_with({"item_code": GASKET, "qty": 1}, customer=customer, items={item: None})
		do_work(visit, completion_status).update(
			{"mntc_date": add_days(today(), -1), "mntc_time": "08:00:00"}
		)
		visit = self.with_time(visit, 2).insert()
		return visit.submit() if submit else visit

	def add(self, document: Document) -> None:
		self.made.append((document.doctype, document.name))
		self.names.setdefault(document.doctype, []).append(document.name)

	def get_templates(self, doctype: str) -> list[str]:
		"""Return documents as Desk holds them: those that are there, and new ones."""
		if doctype == "Maintenance Visit Settings":
			return [frappe.get_doc(doctype).as_json()]
		names = self.names.get(doctype) or frappe.get_all(doctype, pluck="name", order_by="creation", limit=2)
		documents = [frappe.get_doc(doctype, name) for name in names]
		new = [get_new(document) for document in documents]
		return [json.dumps(json.loads(document.as_json())) for document in documents] + new

	def forget(self) -> None:
		frappe.db.delete("User Permission", {"user": RESTRICTED})
		frappe.db.delete("ToDo", {"reference_name": ("in", [name for _doctype, name in self.made])})
		for doctype, name in reversed(self.made):
			delete_rows(doctype, name)
		change_settings(**self.settings)
		frappe.db.commit()
		frappe.clear_cache()


def delete_rows(doctype: str, name: str) -> None:
	"""Delete a document and its child rows; no rule is asked."""
	for field in frappe.get_meta(doctype).get_table_fields():
		frappe.db.delete(field.options, {"parent": name, "parenttype": doctype})
	frappe.db.delete(doctype, {"name": name})
	frappe.clear_document_cache(doctype, name)


def make_user(user: str, roles: tuple[str, ...]) -> Document:
	values = {"first_name": user.split("@")[0], "send_welcome_email": 0, "enabled": 1}
	values["roles"] = [{"role": role} for role in roles]
	return frappe.get_doc({"doctype": "User", "email": user, **values}).insert()


def get_new(document: Document) -> str:
	"""Return the document as a form that is not saved yet holds it."""
	values = json.loads(frappe.copy_doc(document).as_json())
	values.update(
		{"name": f"new-{frappe.scrub(document.doctype)}-1", "__islocal": 1, "__unsaved": 1, "docstatus": 0}
	)
	return json.dumps(values)
