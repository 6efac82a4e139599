"""What the tests of operations share: a technician's device, and what it sends."""

import uuid

import frappe

from maintenance_visit_app.tests import BOILER, make_person, make_visit
from maintenance_visit_app.tests.as_users import Answer, Request, watched_errors
from maintenance_visit_app.tests.at_once import CUSTOMER, USER, AtOnceTestCase

APPLY = "/api/method/maintenance_visit_app.api.operations.apply"
APPLY_PHOTO = "/api/method/maintenance_visit_app.api.operations.apply_photo"
DRAWING = (
	"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
	"rkJggg=="
)


class OperationsTestCase(AtOnceTestCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.addClassCleanup(forget_operations)

	def make_visit(self, customer: str = CUSTOMER, **values):
		"""Insert a visit with a technician of its own: nobody is at work twice."""
		technician = make_person(f"Technician {frappe.generate_hash(length=6)}")
		return make_visit(customer, {BOILER: None}, technician, **values).insert()

	def apply(self, *operations: dict, user: str = USER, **values) -> list[dict]:
		return self.answer(*operations, user=user, **values).body["message"]["results"]

	def answer(self, *operations: dict, user: str = USER, **values) -> Answer:
		with watched_errors():
			(answer,) = self.users.send_all([request(*operations, user=user, **values)])
		self.assertEqual(answer.status, 200, f"{answer.text:.2000} {answer.error}")
		return answer

	def assert_outcomes(self, results: list[dict], *outcomes: str) -> None:
		self.assertEqual([result["outcome"] for result in results], list(outcomes), results)

	def assert_refused(self, result: dict, kind: str, *fragments: str) -> None:
		self.assertEqual((result["outcome"], result["error"]["type"]), ("refused", kind), result)
		for fragment in fragments:
			self.assertIn(fragment, result["error"]["message"])


def new_id() -> str:
	return str(uuid.uuid4())


def operation(kind: str, visit=None, at: str | None = None, **payload) -> dict:
	"""Return what a device sends; keys that are no payload are set on it by the caller."""
	name = getattr(visit, "name", visit)
	sent = {"id": new_id(), "operation": kind, "visit": name, "at": at, "payload": payload}
	return {key: value for key, value in sent.items() if value is not None}


def request(*operations: dict, user: str = USER, **values) -> Request:
	return Request(user, "POST", APPLY, {"operations": list(operations), **values})


def forget_operations() -> None:
	"""Delete what was committed beside the visits."""
	frappe.db.delete("Visit Operation", {"user": ("like", "%@at-once.example.com")})
	frappe.db.delete("Comment", {"reference_doctype": "Customer", "reference_name": CUSTOMER})
	frappe.db.commit()
