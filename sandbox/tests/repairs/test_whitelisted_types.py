"""Arguments of a request get the types that a whitelisted function asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
import pytest
from frappe.exceptions import FrappeTypeError

if TYPE_CHECKING:
	from somewhere import Unknown


@frappe.whitelist()
def repeat(flag: bool = False, number: int = 0, names: list | None = None, text: str | None = None) -> tuple:
	return flag, number, names, text


@frappe.whitelist()
def accept(anything: Unknown, number: int) -> tuple:
	return anything, number


@pytest.fixture(autouse=True)
def checked(monkeypatch):
	"""Arguments are only looked at in requests and in tests."""
	monkeypatch.setattr(frappe, "in_test", True)


@pytest.mark.parametrize(
	("arguments", "received"),
	[
		({"flag": "0"}, (False, 0, None, None)),
		({"flag": "1"}, (True, 0, None, None)),
		({"number": "12"}, (False, 12, None, None)),
		({"names": ["a"], "text": "x"}, (False, 0, ["a"], "x")),
	],
	ids=str,
)
def test_text_of_a_request_becomes_what_is_asked_for(arguments, received):
	assert repeat(**arguments) == received


def test_positional_arguments_are_treated_alike():
	assert repeat("0", "12") == (False, 12, None, None)


@pytest.mark.parametrize(
	"arguments", [{"number": "twelve"}, {"names": "no list"}, {"text": {"a": 1}}], ids=str
)
def test_what_can_not_be_read_is_refused_by_its_name(arguments):
	with pytest.raises(FrappeTypeError, match=f"Argument '{next(iter(arguments))}' in '.*repeat' should be"):
		repeat(**arguments)


def test_annotation_that_only_a_type_checker_knows_is_passed_over():
	assert accept("as it is", "12") == ("as it is", 12)


def test_functions_of_the_framework_are_treated_alike():
	search = frappe.get_attr("frappe.desk.search.search_link")

	assert search("User", "Administrator", page_length="1")[0]["value"] == "Administrator"
	with pytest.raises(FrappeTypeError, match="Argument 'page_length'"):
		search("User", "Administrator", page_length="some")
