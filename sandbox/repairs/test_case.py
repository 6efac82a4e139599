"""Symptom: `frappe.tests.utils.FrappeTestCase` is gone (v15's name), and so are the helpers of the test classes:
`assertQueryCount`, `change_settings`, `freeze_time`, `patch_hooks`.

Cause: the framework's own tests were cut, and their base classes with them.
Remedy: the classes under their names of v15 and v16, with the helpers: what a class does to the database is
rolled back when the class is done, the user and the settings are put back.
"""

import unittest
from contextlib import contextmanager


def apply() -> None:
	import frappe.tests
	from frappe.tests import compat, utils

	for name in ("IntegrationTestCase", "UnitTestCase", "FrappeTestCase"):
		case = type(name, (Helpers, compat.FrappeTestCase), {"__module__": "frappe.tests"})
		for module in (frappe.tests, compat, utils):
			setattr(module, name, case)
	for function in (change_settings, patch_hooks):
		setattr(utils, function.__name__, function)


class Helpers(unittest.TestCase):
	"""Frappe's helpers for tests."""

	@classmethod
	def setUpClass(cls) -> None:
		import frappe

		super().setUpClass()
		cls.addClassCleanup(frappe.set_user, frappe.session.user)

	@contextmanager
	def assertQueryCount(self, count: int):
		"""Fail when more than `count` statements are sent to the database."""
		import frappe

		sent = []
		send = frappe.db.sql

		def counted(*args, **kwargs):
			result = send(*args, **kwargs)
			sent.append(args[0] if args else kwargs.get("query"))
			return result

		with replaced(frappe.db, "sql", counted):
			yield
		listing = "\n".join(str(statement) for statement in sent)
		self.assertLessEqual(len(sent), count, msg=f"Statements sent:\n{listing}")

	@contextmanager
	def freeze_time(self, time_to_freeze, is_utc: bool = False, *args, **kwargs):
		"""Let the time stand still; it is the site's time zone's unless `is_utc`."""
		from freezegun import freeze_time

		with freeze_time(_in_utc(time_to_freeze, is_utc), *args, **kwargs):
			yield

	@classmethod
	@contextmanager
	def change_settings(cls, doctype: str, settings_dict: dict | None = None, /, **settings):
		with change_settings(doctype, settings_dict, **settings):
			yield

	@contextmanager
	def patch_hooks(self, overridden_hooks: dict):
		with patch_hooks(overridden_hooks):
			yield


@contextmanager
def change_settings(doctype: str, settings_dict: dict | None = None, /, commit: bool = False, **settings):
	"""Change fields of a Single, and put them back."""
	import frappe

	wanted = {**(settings_dict or {}), **settings}
	before = {field: frappe.db.get_single_value(doctype, field) for field in wanted}
	_set_single(doctype, wanted, commit)
	try:
		yield
	finally:
		_set_single(doctype, before, commit)


@contextmanager
def patch_hooks(overridden_hooks: dict):
	"""Let `frappe.get_hooks` answer otherwise for the hooks that are given."""
	import frappe

	answer = frappe.get_hooks

	def get_hooks(hook=None, default="_KEEP_DEFAULT_LIST", app_name=None):
		if hook in overridden_hooks:
			return overridden_hooks[hook]
		return answer(hook, default, app_name)

	with replaced(frappe, "get_hooks", get_hooks):
		yield


@contextmanager
def replaced(owner, name: str, value):
	"""Let the owner's attribute be another one for a while."""
	before = getattr(owner, name)
	setattr(owner, name, value)
	try:
		yield
	finally:
		setattr(owner, name, before)


def _set_single(doctype: str, values: dict, commit: bool) -> None:
	import frappe

	document = frappe.get_doc(doctype)
	document.flags.ignore_mandatory = True
	document.update(values)
	document.save(ignore_permissions=True)
	if commit:
		frappe.db.commit()


def _in_utc(moment, is_utc: bool):
	from zoneinfo import ZoneInfo

	from frappe.utils import get_datetime, get_system_timezone

	if is_utc:
		return moment
	local = get_datetime(moment).replace(tzinfo=ZoneInfo(get_system_timezone()))
	return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
