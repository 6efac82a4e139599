"""Symptom: `No module named 'frappe.tests.utils.generators'` while a site is installed.

Cause: the framework's own tests were cut, and one function of theirs is called by its installation.
Remedy: the module with that function. There is no log of test records to clear.
"""

import sys
from types import ModuleType


def apply() -> None:
	generators = ModuleType("frappe.tests.utils.generators")
	generators._clear_test_log = lambda: None
	sys.modules[generators.__name__] = generators
