"""Symptom: a whitelisted function gets "0" where its argument is a bool or an int, and takes it for true.

Cause: `from __future__ import annotations` was added to 815 files; annotations are text since then, and
Frappe's check of arguments passes over annotations that are text.
Remedy: read the text in the function's own module, once for each function. Names that are only imported for
type checkers can't be read: those annotations stay text, as on Frappe.
"""


def apply() -> None:
	from frappe.utils import typing_validations

	check = typing_validations.transform_parameter_types
	read = set()

	def transform_parameter_types(func, args, kwargs):
		if func not in read:
			read.add(func)
			func.__annotations__ = {
				name: resolved(annotation, func.__globals__)
				for name, annotation in func.__annotations__.items()
			}
		return check(func, args, kwargs)

	typing_validations.transform_parameter_types = transform_parameter_types


def resolved(annotation, names: dict):
	if not isinstance(annotation, str):
		return annotation
	try:
		return eval(annotation, names)
	except (NameError, TypeError, AttributeError):
		return annotation
