"""Whether a request has all that a method needs: Frappe calls it anyway, and answers with Python's traceback."""

from collections.abc import Callable
from functools import cache, wraps
from inspect import Parameter, signature

import frappe
from frappe import _


class MissingArgumentError(frappe.ValidationError):
	"""A request lacks an argument."""


class TooManyArgumentsError(frappe.ValidationError):
	"""A request has an argument that the method doesn't know."""


def complete(function: Callable) -> Callable:
	"""Let a whitelisted function say what a request lacks."""

	@wraps(function)
	def call(*args, **kwargs):
		if missing := get_missing(function, args, kwargs):
			frappe.throw(describe(missing), MissingArgumentError, title=_("Incomplete Request"))
		# Frappe's mapper hands on an argument that not every mapper takes
		if len(args) > len(get_parameters(function)):
			message = _("The request has more arguments than {0} takes.")
			frappe.throw(message.format(function.__name__), TooManyArgumentsError)
		return function(*args, **kwargs)

	return call


@cache
def get_parameters(function: Callable) -> list[Parameter]:
	return list(signature(function).parameters.values())


def get_missing(function: Callable, args: tuple, kwargs: dict) -> list[str]:
	"""Return the names of the arguments without which the function can't be called."""
	parameters = get_parameters(function)[len(args) :]
	return [one.name for one in parameters if one.default is one.empty and one.name not in kwargs]


def describe(missing: list[str]) -> str:
	return _("The request lacks {0}.").format(frappe.bold(", ".join(missing)))
