"""Whatever a client sends is answered, or refused with a sentence: nothing breaks, leaks or comes back as markup.

By hand, with more calls or others: FUZZ_CALLS=10000 FUZZ_SEED=7 the test of this name
FUZZ_LOG=/tmp/fuzz.log says after each hundred calls what was found so far: ten thousand take their time.
With FUZZ_FRAPPES=write what breaks in Frappe or ERPNext alone is added to fuzz/frappes.csv: look at it then.
"""

import os
from pathlib import Path

import frappe
from frappe.utils import create_batch

from maintenance_visit_app.tests import VisitTestCase
from maintenance_visit_app.tests.as_users import Users, nothing_kept, watched_errors
from maintenance_visit_app.tests.fuzz.calls import USERS, Caller
from maintenance_visit_app.tests.fuzz.judge import Fault, get_faults, get_frappes, is_frappes, name_frappes
from maintenance_visit_app.tests.fuzz.world import TEMPLATES, World

CALLS = int(os.environ.get("FUZZ_CALLS", 600))
SEED = int(os.environ.get("FUZZ_SEED", 11))
# An answer is kept until it is judged
AT_ONCE = 100


class TestFuzz(VisitTestCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.world = World()
		cls.addClassCleanup(cls.world.forget)
		cls.users = Users(*USERS)
		cls.addClassCleanup(cls.users.forget)

	def test_no_call_breaks_the_app_or_tells_what_it_must_not(self):
		before = get_rows()

		with watched_errors(), nothing_kept():
			faults = find_faults(self.users, Caller(self.world, SEED))

		if faults:
			self.fail(tell(faults))
		self.assertEqual(get_rows(), before, "a request wrote for good before it was over")


def find_faults(users: Users, caller: Caller) -> dict[tuple, list[Fault]]:
	"""Return {cause: faults}, those that came most often first, without what Frappe does by itself."""
	faults, called = [], 0
	for requests in create_batch([caller.get_request() for _ in range(CALLS)], AT_ONCE):
		for request, answer in zip(requests, users.send_all(requests), strict=True):
			faults += get_faults(request, answer)
		called += len(requests)
		log_progress(called, sort_by_cause(faults))
	if os.environ.get("FUZZ_FRAPPES") == "write":
		name_frappes(faults)
	return sort_by_cause(faults)


def sort_by_cause(faults: list[Fault]) -> dict[tuple, list[Fault]]:
	found, named = {}, get_frappes()
	for fault in faults:
		if not is_frappes(fault, named):
			found.setdefault(fault.cause, []).append(fault)
	return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def log_progress(called: int, found: dict[tuple, list[Fault]]) -> None:
	if path := os.environ.get("FUZZ_LOG"):
		Path(path).write_text(f"{called} calls done\n{tell(found)}\n")


def tell(faults: dict[tuple, list[Fault]]) -> str:
	causes = "\n".join(f"{len(found)} x {found[0]}" for found in faults.values())
	return f"{len(faults)} causes of seed {SEED}, {CALLS} calls:\n{causes}"


def get_rows() -> dict[str, tuple]:
	"""Return how many rows there are of each kind, and when the last one was written."""
	return {
		doctype: (
			frappe.db.count(doctype),
			frappe.db.get_value(doctype, {}, "modified", order_by="modified desc"),
		)
		for doctype in (*TEMPLATES, "ToDo", "User", "Customer", "Timesheet", "Version", "File")
		if not frappe.get_meta(doctype).issingle
	}
