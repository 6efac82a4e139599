"""The app over HTTP, as an integrator meets it: Frappe's REST API, version 1 and 2."""

import json
from concurrent.futures import ThreadPoolExecutor

import frappe
from frappe.utils import get_test_client

from maintenance_visit_app.demo.tables import COMPANY
from maintenance_visit_app.maintenance_visits.mappers.from_sales_order import (
	make_maintenance_visit,
)
from maintenance_visit_app.tests import (
	BOILER,
	BOILER_SERIAL_NO,
	CLINIC,
	HOTEL,
	JULIE,
	SPLIT,
	VisitTestCase,
	do_work,
	make_order,
)

MAINTENANCE_USER = "julie.perrin@example.com"
ERPNEXT_MAPPER = "erpnext.selling.doctype.sales_order.sales_order.make_maintenance_visit"


class APITestCase(VisitTestCase):
	"""Requests run in a thread, so that they have a connection of their own, and they commit."""

	resource: str

	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.site = frappe.local.site
		user = frappe.get_doc("User", MAINTENANCE_USER)
		user.api_key, user.api_secret = frappe.generate_hash(length=15), frappe.generate_hash(length=15)
		user.save()
		cls.token = f"token {user.api_key}:{user.get_password('api_secret')}"
		frappe.db.commit()

	def request(self, method: str, path: str, data: dict | None = None, authorized: bool = True, **query):
		frappe.db.commit()  # what the test made so far is for the request to see
		with ThreadPoolExecutor(1) as pool:
			answer = pool.submit(self.send, method, path, data, authorized, query).result()
		frappe.db.rollback()  # see what the request made
		return answer

	def send(self, method: str, path: str, data: dict | None = None, authorized: bool = True, query=None):
		"""Return status and body. In a thread other than the test's, which has the test's connection."""
		headers = {"Accept": "application/json", "X-Frappe-Site-Name": self.site}
		if authorized:
			headers["Authorization"] = self.token
		response = get_test_client().open(path, method=method, json=data, query_string=query, headers=headers)
		return response.status_code, json.loads(response.get_data(as_text=True) or "{}")

	def create(self, **values) -> dict:
		status, body = self.request("POST", self.resource, minimal_visit(**values))
		self.assertEqual(status, 200, body)
		return body["data"]

	def assert_refused(self, answer: tuple[int, dict], *fragments: str) -> None:
		status, body = answer
		self.assertIn(status, range(400, 500), body)
		for fragment in fragments:
			self.assertIn(fragment, json.dumps(body, ensure_ascii=False))


class TestVersion1(APITestCase):
	resource = "/api/resource/Maintenance Visit"

	def test_customer_company_and_one_purpose_are_enough(self):
		visit = self.create()

		for fieldname in (
			"customer_name",
			"customer_group",
			"territory",
			"customer_address",
			"address_display",
		):
			self.assertTrue(visit[fieldname], fieldname)
		for fieldname in ("contact_person", "contact_display", "mntc_date", "mntc_time", "maintenance_type"):
			self.assertTrue(visit[fieldname], fieldname)
		self.assertEqual((visit["docstatus"], visit["status"]), (0, "Planned"))

	def test_life_of_a_visit(self):
		name = self.create()["name"]
		self.assertEqual(self.request("PUT", f"{self.resource}/{name}", finished())[0], 200)
		status, body = self.request("PUT", f"{self.resource}/{name}", {"docstatus": 1})
		self.assertEqual((status, body["data"]["status"]), (200, "Submitted"))
		status, body = self.request("PUT", f"{self.resource}/{name}", {"docstatus": 2})
		self.assertEqual((status, body["data"]["status"]), (200, "Cancelled"))
		amended = self.create(amended_from=name)
		self.assertEqual((amended["name"], amended["status"]), (f"{name}-1", "Planned"))

	def test_list_with_filters(self):
		name = self.create(customer=CLINIC, purposes=[minimal_row(item_code=BOILER)])["name"]
		filters = json.dumps([["customer", "=", CLINIC], ["status", "=", "Planned"]])

		status, body = self.request(
			"GET", self.resource, filters=filters, fields='["name","customer"]', limit=500
		)

		self.assertEqual(status, 200)
		self.assertIn({"name": name, "customer": CLINIC}, body["data"])
		self.assertEqual({row["customer"] for row in body["data"]}, {CLINIC})

	def test_mapper_under_erpnexts_name(self):
		sales_order = make_order()

		status, body = self.request(
			"POST", f"/api/method/{ERPNEXT_MAPPER}", {"source_name": sales_order.name}
		)

		self.assertEqual(status, 200, body)
		self.assertEqual([row["item_code"] for row in body["message"]["purposes"]], [BOILER, SPLIT])

	def test_mapper_tells_what_is_wrong_with_an_order(self):
		sales_order = make_order(order_type="Sales")

		answer = self.request("POST", f"/api/method/{ERPNEXT_MAPPER}", {"source_name": sales_order.name})

		self.assert_refused(answer, sales_order.name, "Maintenance")

	def test_without_a_login_nothing_is_told(self):
		self.assert_refused(self.request("GET", self.resource, authorized=False))

	def test_bad_input_is_refused_and_leaves_nothing_behind(self):
		before = frappe.db.count("Maintenance Visit")
		for values, fragments in BAD_INPUT:
			with self.subTest(fragments=fragments):
				self.assert_refused(self.request("POST", self.resource, minimal_visit(**values)), *fragments)
		self.assertEqual(frappe.db.count("Maintenance Visit"), before)

	def test_unfinished_visit_cannot_be_submitted_and_stays_a_draft(self):
		name = self.create()["name"]

		answer = self.request("PUT", f"{self.resource}/{name}", {"docstatus": 1})

		self.assert_refused(answer, "Completion Status", "Row #1", "Work Done")
		self.assertEqual(frappe.db.get_value("Maintenance Visit", name, "docstatus"), 0)


class TestVersion2(APITestCase):
	resource = "/api/v2/document/Maintenance Visit"

	def test_life_of_a_visit(self):
		name = self.create()["name"]
		self.assertEqual(self.request("PATCH", f"{self.resource}/{name}", finished())[0], 200)
		self.assertEqual(self.request("POST", f"{self.resource}/{name}/method/submit")[0], 200)
		self.assertEqual(self.request("GET", f"{self.resource}/{name}")[1]["data"]["status"], "Submitted")
		self.assertEqual(self.request("POST", f"{self.resource}/{name}/method/cancel")[0], 200)
		self.assertEqual(self.request("GET", f"{self.resource}/{name}")[1]["data"]["status"], "Cancelled")

	def test_list_with_filters(self):
		self.create()

		status, body = self.request(
			"GET", self.resource, filters=json.dumps({"customer": HOTEL}), fields='["customer"]'
		)

		self.assertEqual(status, 200)
		self.assertEqual({row["customer"] for row in body["data"]}, {HOTEL})

	def test_bad_input_is_refused_and_leaves_nothing_behind(self):
		before = frappe.db.count("Maintenance Visit")
		for values, fragments in BAD_INPUT:
			with self.subTest(fragments=fragments):
				self.assert_refused(self.request("POST", self.resource, minimal_visit(**values)), *fragments)
		self.assertEqual(frappe.db.count("Maintenance Visit"), before)


class TestManyAtOnce(APITestCase):
	resource = "/api/resource/Maintenance Visit"
	THREADS, VISITS = 8, 40

	def test_eight_threads_make_and_submit_visits_and_nothing_is_lost(self):
		frappe.db.commit()
		before = frappe.db.count("Maintenance Visit", {"docstatus": 1})
		with ThreadPoolExecutor(self.THREADS) as pool:
			answers = list(pool.map(self.make_and_submit, range(self.VISITS)))
		frappe.db.rollback()

		self.assertEqual({status for status, body in answers}, {200}, answers)
		names = [body["data"]["name"] for status, body in answers]
		self.assertEqual(len(set(names)), self.VISITS)
		self.assertEqual(frappe.db.count("Maintenance Visit", {"docstatus": 1}), before + self.VISITS)

	def test_two_who_submit_one_visit_at_once_submit_it_once(self):
		name = self.create(**finished())["name"]
		path = f"{self.resource}/{name}"
		modified = frappe.db.get_value("Maintenance Visit", name, "modified")

		with ThreadPoolExecutor(2) as pool:
			send = {"docstatus": 1, "modified": str(modified)}
			answers = list(pool.map(lambda _: self.send("PUT", path, send), "ab"))
		frappe.db.rollback()

		(first, _), (second, told) = sorted(answers, key=lambda answer: answer[0])
		self.assertEqual(first, 200)
		self.assertGreaterEqual(second, 400)
		self.assertIn(told["exc_type"], CONFLICTS)
		self.assertEqual(frappe.db.get_value("Maintenance Visit", name, "docstatus"), 1)

	def test_two_who_submit_the_last_open_line_of_an_order_complete_it_once(self):
		sales_order = make_order(items=(BOILER,))
		visits = [do_work(make_maintenance_visit(sales_order.name)).insert().name for _ in "ab"]
		frappe.db.commit()

		with ThreadPoolExecutor(2) as pool:
			answers = list(pool.map(self.submit_until_through, visits))
		frappe.db.rollback()

		(won, _), (_lost, told) = sorted(answers, key=lambda answer: answer[0])
		self.assertEqual((won, told["exc_type"]), (200, "LineDoneError"), told)
		(winner,) = frappe.get_all(
			"Maintenance Visit", {"name": ("in", visits), "docstatus": 1}, pluck="name"
		)
		for fragment in ("Row #1", sales_order.name, winner):
			self.assertIn(fragment, str(told))
		status = frappe.db.get_value("Sales Order", sales_order.name, "maintenance_status")
		self.assertEqual(status, "Fully Serviced")

	def submit_until_through(self, name: str) -> tuple[int, dict]:
		return self.send_until_through("PUT", f"{self.resource}/{name}", {"docstatus": 1})

	def make_and_submit(self, number: int) -> tuple[int, dict]:
		visit = minimal_visit(**finished(f"Work {number}."))
		status, body = self.send_until_through("POST", self.resource, visit)
		if status != 200:
			return status, body
		return self.send_until_through("PUT", f"{self.resource}/{body['data']['name']}", {"docstatus": 1})

	def send_until_through(self, *request) -> tuple[int, dict]:
		"""As a client does it who is told that somebody else was faster: send it again."""
		for _ in range(self.VISITS):
			status, body = self.send(*request)
			if body.get("exc_type") not in CONFLICTS:
				break
		return status, body


def finished(work_done: str = "Burner cleaned.") -> dict:
	return {"completion_status": "Fully Completed", "purposes": [minimal_row(work_done=work_done)]}


def minimal_row(**values) -> dict:
	return {"item_code": BOILER, "service_person": JULIE, **values}


def minimal_visit(**values) -> dict:
	return {"customer": HOTEL, "company": COMPANY["company_name"], "purposes": [minimal_row()], **values}


# What the slower of two is told. MariaDB from 11.6 on may say it of a number series too.
CONFLICTS = ("TimestampMismatchError", "QueryDeadlockError", "DeadlockError")

# values of the visit, and what the message must name
BAD_INPUT = (
	({"customer": None}, ("Customer",)),
	({"customer": "Nobody"}, ("Customer", "Nobody")),
	({"company": "Nowhere"}, ("Company", "Nowhere")),
	({"purposes": []}, ("Purposes Required",)),
	({"maintenance_type": "Whenever"}, ("Maintenance Type", "Whenever")),
	({"mntc_date": "2026-13-45"}, ("2026-13-45",)),
	({"customer_address": "No such address"}, ("Address", "No such address")),
	({"purposes": [minimal_row(item_code="NO-ITEM")]}, ("Row #1", "NO-ITEM")),
	(
		{"purposes": [minimal_row(item_code=SPLIT, serial_no=BOILER_SERIAL_NO)]},
		("Row #1", BOILER_SERIAL_NO, SPLIT),
	),
	(
		{"purposes": [minimal_row(prevdoc_doctype="Sales Order", prevdoc_docname="SAL-ORD-0000")]},
		("Row #1", "SAL-ORD-0000"),
	),
)
