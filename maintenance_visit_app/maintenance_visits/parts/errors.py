"""What can be wrong with the parts of a visit, and how it is said."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint


class PartError(frappe.ValidationError):
	pass


class AlreadyIssuedError(frappe.ValidationError):
	pass


class PartsIssuedError(frappe.ValidationError):
	pass


class ShortageError(frappe.ValidationError):
	pass


def throw_part(row: Document, message: str) -> NoReturn:
	"""Throw PartError for one row of the table Parts Used; `message` says what is wrong and how to mend it."""
	frappe.throw(locate(row, message), PartError, title=_("Wrong Part"))


def say_quantity(row: Document, qty: float) -> str:
	"""Return a quantity as people say it: 18 pieces are not 18.00."""
	return str(cint(qty)) if qty == cint(qty) else frappe.format_value(qty, row.meta.get_field("stock_qty"))


def locate(row: Document, message: str) -> str:
	"""Say which row a message is about: a visit has more than one table."""
	return _("Parts Used, Row #{0}: {1}").format(row.idx, message)
