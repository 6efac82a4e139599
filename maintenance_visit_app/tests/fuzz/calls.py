"""What can be called: this app's methods, Desk's own requests on its documents, REST, reports, mappers."""

import inspect
import json
from collections.abc import Callable
from functools import cache
from random import Random

import frappe
from frappe.utils import add_days, today

from maintenance_visit_app.api import description
from maintenance_visit_app.demo.stock import get_warehouse
from maintenance_visit_app.demo.tables import COMPANY
from maintenance_visit_app.tests import BOILER, HOTEL, JULIE, KARIM
from maintenance_visit_app.tests.as_users import GUEST, Request
from maintenance_visit_app.tests.fuzz import operations
from maintenance_visit_app.tests.fuzz.values import get_odd, spoil, spoil_document
from maintenance_visit_app.tests.fuzz.world import (
	DESK_USER,
	FOREIGN_CUSTOMER,
	FOREIGN_ITEM,
	NOBODY,
	OFFICE,
	PROGRAM,
	RESTRICTED,
	TECHNICIAN,
	World,
)

APP = "maintenance_visit_app"
USERS = ("Administrator", OFFICE, TECHNICIAN, PROGRAM, RESTRICTED, DESK_USER, NOBODY, GUEST)
# As often as each of them calls: who may little is refused early
SHARES = (4, 6, 4, 3, 6, 1, 1, 1)
ACTIONS = ("Save", "Submit", "Update", "Cancel", "Unheard Of")
SOURCES = ("Sales Order", "Maintenance Schedule", "Warranty Claim", "Maintenance Visit")
DOCTYPES = ("Maintenance Visit", "Maintenance Visit", "Maintenance Visit", "Maintenance Checklist")


@cache
def get_methods() -> dict[str, Callable]:
	"""Return {dotted name: function} of all that this app whitelists, and under ERPNext's names what it overrides."""
	overridden = {
		name: frappe.get_attr(ours[-1] if isinstance(ours, list) else ours)
		for name, ours in frappe.get_hooks("override_whitelisted_methods", app_name=APP).items()
	}
	return dict(sorted({**description.get_methods(), **overridden}.items()))


def get_http_methods(function: Callable) -> list[str]:
	return list(frappe.allowed_http_methods_for_whitelisted_func[function])


class Caller:
	"""Makes requests, the same ones again for the same seed and world."""

	def __init__(self, world: World, seed: int) -> None:
		self.world, self.random = world, Random(seed)
		self.methods = get_methods()
		self.reports = frappe.get_all(
			"Report", {"module": "Maintenance Visits"}, pluck="name", order_by="name"
		)
		self.arguments = get_arguments(world)
		self.sent = {
			"operations": lambda random: operations.get_operations(random, world),
			"operation": lambda random: operations.get_operation(random, world),
			"values": operations.get_values,
			"visits": lambda random: [
				operations.get_values(random) for _number in range(random.randint(1, 4))
			],
			"after": lambda random: random.choice((None, "1.0.0123456789abcdef")),
			"limit": lambda random: random.choice((1, 50, "5", 10**9)),
		}
		self.kinds = (
			*(self.call_method,) * 5,
			*(self.save_in_desk,) * 5,
			*(self.call_rest,) * 4,
			*(self.call_client,) * 3,
			*(self.call_desk,) * 2,
			*(self.run_report,) * 2,
			*(self.call_mapper,) * 2,
			self.open_print,
		)

	def get_request(self) -> Request:
		(user,) = self.random.choices(USERS, SHARES)
		return self.random.choice(self.kinds)(user)

	def choose(self, *values):
		return self.random.choice(values)

	def post(self, user: str, method: str, values: dict, as_form: bool = True) -> Request:
		return Request(user, "POST", f"/api/method/{method}", values, as_form)

	def get_document(self, doctype: str | None = None) -> dict:
		doctype = doctype or self.choose("Maintenance Visit", *self.world.documents)
		document = json.loads(self.random.choice(self.world.documents[doctype]))
		return spoil_document(self.random, document)

	def get_name(self, doctype: str = "Maintenance Visit"):
		return self.random.choice(self.world.names.get(doctype) or ["x"])

	def call_method(self, user: str) -> Request:
		name = self.random.choice(list(self.methods))
		values = spoil(self.random, self.get_values(self.methods[name]))
		http_method = self.random.choice(get_http_methods(self.methods[name]))
		http_method = "GET" if http_method == "GET" and self.random.random() < 0.3 else "POST"
		return Request(user, http_method, f"/api/method/{name}", values, self.random.random() < 0.5)

	def get_values(self, function: Callable) -> dict:
		"""Return arguments that mean well, by the names of the parameters."""
		names = inspect.signature(function).parameters
		return {name: self.get_value(name, function) for name in names}

	def get_value(self, name: str, function: Callable):
		if name == "source_name" and ".from_" in function.__module__:
			doctype = next(doctype for doctype in SOURCES if frappe.scrub(doctype) in function.__module__)
			return self.get_name(doctype)
		if name == "target_doc":
			return self.choose(None, json.dumps(self.get_document("Maintenance Visit")))
		if function.__module__.startswith(f"{APP}.api.") and name in self.sent:
			return self.sent[name](self.random)
		return self.random.choice(self.arguments.get(name) or [get_odd(self.random)])

	def save_in_desk(self, user: str) -> Request:
		values = {"doc": json.dumps(self.get_document()), "action": self.choose("Save", "Submit", *ACTIONS)}
		if self.random.random() < 0.1:
			values = spoil(self.random, values)
		return self.post(user, "frappe.desk.form.save.savedocs", values)

	def call_desk(self, user: str) -> Request:
		doctype = self.random.choice(DOCTYPES)
		name = self.get_name(doctype)
		method, values = self.choose(
			("frappe.desk.form.load.getdoc", {"doctype": doctype, "name": name}),
			("frappe.desk.form.save.cancel", {"doctype": doctype, "name": name}),
			("frappe.desk.form.save.discard", {"doctype": doctype, "name": name}),
			("frappe.desk.reportview.get", {"doctype": doctype, "fields": '["name"]', "filters": "[]"}),
			("frappe.desk.search.search_link", {"doctype": doctype, "txt": "MAT"}),
			(
				"frappe.desk.doctype.kanban_board.kanban_board.get_kanban_boards",
				{"doctype": doctype},
			),
		)
		return self.post(user, method, spoil(self.random, values))

	def call_client(self, user: str) -> Request:
		doctype = self.random.choice(DOCTYPES)
		name, document = self.get_name(doctype), json.dumps(self.get_document())
		fieldname = self.random.choice(list(json.loads(self.world.documents[doctype][0])))
		value = get_odd(self.random)
		method, values = self.choose(
			("insert", {"doc": document}),
			("save", {"doc": document}),
			("submit", {"doc": document}),
			("insert_many", {"docs": f"[{document}]"}),
			("bulk_update", {"docs": f"[{document}]"}),
			("set_value", {"doctype": doctype, "name": name, "fieldname": fieldname, "value": value}),
			("set_value", {"doctype": doctype, "name": name, "fieldname": json.dumps({fieldname: value})}),
			("cancel", {"doctype": doctype, "name": name}),
			("delete", {"doctype": doctype, "name": name}),
			("get", {"doctype": doctype, "name": name}),
			("get_list", {"doctype": doctype, "filters": json.dumps(value), "fields": '["name"]'}),
			("get_value", {"doctype": doctype, "fieldname": fieldname, "filters": name}),
			("get_count", {"doctype": doctype, "filters": json.dumps(value)}),
		)
		return self.post(user, f"frappe.client.{method}", spoil(self.random, values))

	def call_rest(self, user: str) -> Request:
		doctype = self.random.choice(DOCTYPES)
		one, two = f"/api/resource/{doctype}", f"/api/v2/document/{doctype}"
		name, document = self.get_name(doctype), self.get_document(doctype)
		few = dict(self.random.sample(sorted(document.items(), key=lambda item: item[0]), 3))
		http_method, path, data = self.choose(
			("POST", one, document),
			("POST", two, document),
			("PUT", f"{one}/{name}", few),
			("PATCH", f"{two}/{name}", few),
			("PUT", f"{one}/{name}", {"docstatus": get_odd(self.random)}),
			("POST", f"{two}/{name}/method/{self.choose('submit', 'cancel', 'save', 'validate')}", {}),
			("DELETE", f"{self.choose(one, two)}/{name}", {}),
			("GET", one, {"filters": json.dumps(get_odd(self.random)), "fields": '["name"]'}),
			("GET", two, {"filters": json.dumps(get_odd(self.random)), "order_by": "mntc_date"}),
		)
		return Request(user, http_method, path, data)

	def run_report(self, user: str) -> Request:
		filters = {
			"from_date": add_days(today(), -60),
			"to_date": add_days(today(), 60),
			**{
				name: self.random.choice(values)
				for name, values in self.arguments.items()
				if name in FILTERS and self.random.random() < 0.3
			},
		}
		values = {
			"report_name": self.random.choice(self.reports),
			"filters": json.dumps(spoil(self.random, filters)),
		}
		if self.random.random() < 0.1:
			values = spoil(self.random, values)
		return self.post(user, "frappe.desk.query_report.run", values)

	def call_mapper(self, user: str) -> Request:
		mappers = [name for name in self.methods if ".make_" in name]
		values = {
			"method": self.random.choice(mappers),
			"source_name": self.get_name(self.random.choice(SOURCES)),
			"selected_children": self.choose(None, json.dumps({"items": ["x"]})),
			"args": self.choose(None, json.dumps(spoil(self.random, {"item_name": BOILER, "s_id": "x"}))),
		}
		if self.random.random() < 0.6:
			return self.post(user, "frappe.model.mapper.make_mapped_doc", spoil(self.random, values))
		values["source_names"] = json.dumps([values.pop("source_name")])
		values["target_doc"] = json.dumps(self.get_document("Maintenance Visit"))
		return self.post(user, "frappe.model.mapper.map_docs", spoil(self.random, values))

	def open_print(self, user: str) -> Request:
		values = {"print_format": "Service Report", "no_letterhead": 1}
		if self.random.random() < 0.5:
			values["doc"] = json.dumps(self.get_document("Maintenance Visit"))
		else:
			values.update({"doc": "Maintenance Visit", "name": self.get_name()})
		return self.post(user, "frappe.www.printview.get_html_and_style", values)


def get_arguments(world: World) -> dict[str, list]:
	"""Return what means well, by the name of a parameter or of a report's filter."""
	visits = world.names["Maintenance Visit"]
	days = [add_days(today(), number) for number in (-400, -1, 0, 1, 30, 400)]
	period = {"planned_start": f"{days[4]} 09:00:00", "planned_end": f"{days[4]} 11:00:00", "all_day": 0}
	return {
		"visit": visits,
		"source_name": visits,
		"visits": [json.dumps(visits[:3]), visits[3:5], json.dumps(visits * 3)],
		"service_person": [JULIE, KARIM, None],
		"technician": [JULIE, KARIM],
		"mntc_date": [*days, None],
		"mntc_time": ["10:00:00", None],
		"days": [1, -3, "2", None],
		"start": days,
		"end": days[3:],
		"until": [*days, None],
		"filters": [None, "[]", json.dumps([["Maintenance Visit", "customer", "=", HOTEL]])],
		"doctype": ["Maintenance Visit"],
		"args": [{"name": name, **period} for name in visits],
		"field_map": [{"start": "planned_start", "end": "planned_end"}],
		"customer": [HOTEL, FOREIGN_CUSTOMER],
		"dates": [None, "[]", ["nothing"]],
		"warranty_claims": [None, "[]", ["nothing"]],
		"company": [COMPANY["company_name"]],
		"item_code": [BOILER, FOREIGN_ITEM],
		"warehouse": [get_warehouse()],
		"maintenance_schedule": world.names["Maintenance Schedule"],
		"schedule": world.names["Maintenance Schedule"],
		"latitude": [45.19, None],
		"longitude": [5.72, None],
		"item_name": [None, BOILER],
		"s_id": [None],
		"status": ["Submitted", "Planned", None],
		"maintenance_type": ["Breakdown", "Scheduled"],
		"group_by": ["Customer", "Item", "Customer and Item"],
		"serial_no": ["CH35-2021-0147"],
	}


FILTERS = (
	"technician",
	"customer",
	"company",
	"item_code",
	"status",
	"maintenance_type",
	"group_by",
	"serial_no",
)
