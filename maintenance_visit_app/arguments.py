"""Whether a request has all that a method needs: Frappe calls it anyway, and answers with Python's traceback."""

import inspect
from collections.abc import Callable
from functools import wraps

import frappe
from frappe import _


class MissingArgumentError(frappe.ValidationError):
	"""A request lacks an argument."""


def complete(function: Callable) -> Callable:
	"""Let a whitelisted function say what a request lacks."""
	parameters = list(inspect.signature(function).parameters.values())

	@wraps(function)
	def call(*args, **kwargs):
		missing = [
			one.name for one in parameters[len(args) :] if one.default is one.empty and one.name not in kwargs
		]
		if missing:
			frappe.throw(
				_("The request lacks {0}.").format(frappe.bold(", ".join(missing))),
				MissingArgumentError,
				title=_("Incomplete Request"),
			)
		return function(*args, **kwargs)

	return call
