"""What needn't be asked again while many visits are made of the same things in one transaction.

Customers, items and technicians of a schedule are the same for each of its dates, and a transaction that has read them
reads them as they were.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import wraps

import frappe


@contextmanager
def keeping_answers() -> Iterator[None]:
	"""Let functions marked as `asked_once` answer again what they answered since. For a part of one transaction."""
	frappe.local.kept_answers = {}
	try:
		yield
	finally:
		frappe.local.kept_answers = None


def asked_once(function: Callable) -> Callable:
	"""Mark a function of positional, hashable arguments. Elsewhere it asks each time; each caller gets a copy."""

	@wraps(function)
	def ask(*question):
		kept = getattr(frappe.local, "kept_answers", None)
		if kept is None:
			return function(*question)
		key = (function, *question)
		if key not in kept:
			kept[key] = function(*question)
		return copy(kept[key])

	return ask
