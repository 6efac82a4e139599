"""What the tests of the repairs share: each leaves the site as it found it.

Frappe is imported where it is used: pytest reads this file before the site is there.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest


@pytest.fixture(autouse=True)
def rolled_back() -> Iterator[None]:
	"""Begin as Administrator, and take back what was not committed."""
	import frappe

	frappe.db.rollback()
	frappe.set_user("Administrator")
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")
	frappe.clear_messages()
	frappe.db.value_cache.clear()


@pytest.fixture
def make_doctype() -> Iterator[Callable]:
	"""A function that makes a DocType from its name, fields and properties; gone with its table afterwards."""
	import frappe

	made = []

	def make(name: str, fields: list[dict], **properties):
		made.append(name)
		return frappe.get_doc(
			{
				"doctype": "DocType",
				"name": name,
				"module": "Core",
				"custom": 1,
				"fields": [{"label": field["fieldname"].title(), **field} for field in fields],
				**properties,
			}
		).insert()

	yield make
	frappe.db.rollback()
	for name in made:
		frappe.delete_doc("DocType", name, force=True, ignore_missing=True)
		frappe.db.sql_ddl(f"DROP TABLE IF EXISTS `tab{name}`")
	frappe.db.commit()


@pytest.fixture
def in_threads() -> Callable:
	"""A function that runs another one in threads, each connected as a request is; it returns the results."""
	import frappe

	def run(function: Callable, count: int = 1) -> list:
		together = threading.Barrier(count)

		def request(number: int):
			frappe.init(force=True)
			frappe.connect()
			try:
				together.wait()
				return function()
			finally:
				frappe.destroy()

		frappe.db.commit()
		with ThreadPoolExecutor(count) as pool:
			return list(pool.map(request, range(count)))

	return run
