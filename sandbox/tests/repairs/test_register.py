"""Every repair is registered, documented, and to be found in the derived framework."""

import importlib
from pathlib import Path

import frappe
import pytest

import repairs
from repairs import Edit

FRAMEWORK = Path(frappe.__file__).parent.parent
MODULES = sorted(path.stem for path in Path(repairs.__file__).parent.glob("*.py") if path.stem != "__init__")
EDIT = Edit("frappe/hooks.py", old="dusk", new="dawn", count=2)


def load(name: str):
	return importlib.import_module(f"repairs.{name}")


def test_edit_replaces_what_it_was_written_for():
	assert EDIT.applied_to("dusk till dusk") == "dawn till dawn"


@pytest.mark.parametrize(
	("text", "found"), [("dusk", 1), ("dawn till dawn", 0), ("dusk till dusk till dusk", 3)]
)
def test_edit_refuses_a_file_that_is_not_the_expected_one(text, found):
	with pytest.raises(ValueError, match=r"frappe/hooks\.py: expected 2 times, found") as refusal:
		EDIT.applied_to(text)

	assert f"found {found} times: 'dusk'" in str(refusal.value)
	assert "derive it again" in str(refusal.value)


def test_every_repair_is_registered_once():
	assert sorted((*repairs.EARLY, *repairs.LATE, *repairs.SOURCE_ONLY)) == MODULES


@pytest.mark.parametrize("name", MODULES)
def test_every_repair_tells_symptom_cause_and_remedy(name):
	told = load(name).__doc__

	for heading in ("Symptom: ", "\nCause: ", "\nRemedy: "):
		assert told.count(heading) == 1, f"{name} has no {heading.strip()}"
	assert told.startswith("Symptom: ")


@pytest.mark.parametrize("name", repairs.SOURCE_ONLY)
def test_repairs_of_the_source_alone_have_edits_and_nothing_to_apply(name):
	assert load(name).EDITS
	assert not hasattr(load(name), "apply")


@pytest.mark.parametrize("name", [*repairs.EARLY, *repairs.LATE])
def test_repairs_of_the_process_can_be_applied(name):
	assert callable(load(name).apply)


def test_edits_come_in_the_order_of_the_register():
	expected = [
		edit
		for name in (*repairs.SOURCE_ONLY, *repairs.EARLY, *repairs.LATE)
		for edit in getattr(load(name), "EDITS", [])
	]

	assert repairs.source_edits() == expected


@pytest.mark.parametrize("edit", repairs.source_edits(), ids=lambda edit: edit.path)
def test_framework_holds_every_edit(edit):
	text = (FRAMEWORK / edit.path).read_text()

	assert edit.new in text, f"{edit.path} was derived before this edit was written: derive it again."
	if edit.old not in edit.new:
		assert edit.old not in text
