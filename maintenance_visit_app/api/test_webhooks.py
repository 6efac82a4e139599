"""The webhooks of docs/webhooks/: what they tell, when, and signed so that the receiver knows who told it."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import frappe
from frappe.core.doctype.data_import.data_import import import_doc
from frappe.utils import add_days, today

from maintenance_visit_app.maintenance_visits.mappers.to_sales_invoice import make_sales_invoice
from maintenance_visit_app.retry import begin_again
from maintenance_visit_app.tests import BOILER, do_work, make_visit
from maintenance_visit_app.tests.at_once import CUSTOMER
from maintenance_visit_app.tests.billing import make_prices, new_part
from maintenance_visit_app.tests.operations import OperationsTestCase

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "webhooks"
SECRET = "Between the two of us"


class TestWebhooks(OperationsTestCase):
	def setUp(self) -> None:
		super().setUp()
		import_doc(str(FOLDER))
		self.names = [read(file)["name"] for file in sorted(FOLDER.glob("*.json"))]

	def tearDown(self) -> None:
		frappe.db.rollback()
		for name in self.names:
			frappe.delete_doc("Webhook", name, force=True)
		frappe.db.delete("Webhook Request Log", {"webhook": ("in", self.names)})
		frappe.db.commit()
		super().tearDown()

	def test_none_of_them_calls_anybody_before_it_is_switched_on(self):
		self.assertEqual(len(self.names), 4)
		enabled = frappe.get_all("Webhook", {"name": ("in", self.names), "enabled": 1})
		self.assertEqual(enabled, [])

	def test_a_visits_life_is_told_and_signed(self):
		make_prices()
		with receiver() as (url, told):
			self.switch_on(url)
			visit = self.make_visit(mntc_date=add_days(today(), 3))
			frappe.db.commit()
			self.assert_told(told, ("planned", visit.name))

			visit.update({"mntc_date": add_days(today(), -1), "mntc_time": "09:00:00"}).save()
			frappe.db.commit()
			self.assert_told(told, ("moved", visit.name))

			do_work(visit).update({"parts": [new_part()]})
			visit.save()
			frappe.db.commit()
			self.assert_told(told)

			visit.submit()
			frappe.db.commit()
			self.assert_told(told, ("done", visit.name))

			invoice = make_sales_invoice(visit.name).insert().submit()
			frappe.db.commit()
			self.assert_told(told, ("billed", [visit.name]))
			invoice.cancel()
			frappe.db.commit()
			self.assert_told(told)

	def test_a_draft_that_nobody_goes_to_is_neither_planned_nor_moved(self):
		with receiver() as (url, told):
			self.switch_on(url)
			visit = make_visit(CUSTOMER, {BOILER: None}, None).insert()
			frappe.db.commit()
			visit.reload().update({"mntc_date": add_days(today(), 4)}).save()
			frappe.db.commit()

			self.assertEqual((visit.status, told), ("Draft", []))

	def test_a_request_that_had_to_begin_again_tells_what_it_did_then(self):
		with receiver() as (url, told):
			self.switch_on(url)
			self.make_visit()
			begin_again()
			visit = self.make_visit()
			frappe.db.commit()

			self.assert_told(told, ("planned", visit.name))

	def switch_on(self, url: str) -> None:
		for name in self.names:
			webhook = frappe.get_doc("Webhook", name)
			webhook.update({"request_url": url, "enable_security": 1, "webhook_secret": SECRET, "enabled": 1})
			webhook.save()
		frappe.db.commit()

	def assert_told(self, told: list[tuple[bytes, str]], *expected: tuple) -> None:
		found = []
		for body, signature in told:
			digest = hmac.new(SECRET.encode(), body, hashlib.sha256).digest()
			self.assertEqual(signature, base64.b64encode(digest).decode())
			sent = json.loads(body)
			found.append((sent["event"], sent.get("visit") or sent["visits"]))
		self.assertEqual(found, list(expected))
		told.clear()


@contextmanager
def receiver() -> Iterator[tuple[str, list[tuple[bytes, str]]]]:
	"""Run a server of an integrator's; its address, and (body, signature) of each call."""
	told: list[tuple[bytes, str]] = []

	class Receiver(BaseHTTPRequestHandler):
		def do_POST(self) -> None:
			body = self.rfile.read(int(self.headers["Content-Length"]))
			told.append((body, self.headers["X-Frappe-Webhook-Signature"]))
			self.send_response(200)
			self.end_headers()

		def log_message(self, *args) -> None:
			pass

	server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
	Thread(target=server.serve_forever, daemon=True).start()
	try:
		yield f"http://127.0.0.1:{server.server_port}/visits", told
	finally:
		server.shutdown()
		server.server_close()


def read(file: Path) -> dict:
	return json.loads(file.read_text())
