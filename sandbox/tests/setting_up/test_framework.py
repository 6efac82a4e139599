"""Wheels come with their hash or not at all; the framework is derived from one."""

import hashlib
from pathlib import Path

import pytest
from makers import make_wheel

from provision import framework, python
from provision.steps import Failure
from repairs import Edit


def test_a_wheel_with_its_hash_is_downloaded(shelf, tmp_path):
	sha256 = make_wheel(shelf, "teapot", "1.0", {"teapot.py": "HOT = True\n"})
	(tmp_path / "here").mkdir()

	wheel = python.download("teapot==1.0", sha256, tmp_path / "here")

	assert list((tmp_path / "here").iterdir()) == [wheel]
	assert hashlib.sha256(wheel.read_bytes()).hexdigest() == sha256


def test_a_wheel_with_another_hash_is_refused(shelf, tmp_path):
	make_wheel(shelf, "teapot", "1.0", {"teapot.py": "HOT = True\n"})

	with pytest.raises(Failure) as failure:
		python.download("teapot==1.0", 64 * "0", tmp_path)

	assert "DO NOT MATCH THE HASHES" in str(failure.value)
	assert 64 * "0" in str(failure.value)
	assert str(failure.value).endswith(python.ADVICE)
	assert not list(tmp_path.glob("*.whl"))


def test_a_package_that_is_not_to_be_had_tells_what_to_check(shelf, tmp_path):
	with pytest.raises(Failure, match=r"teapot==1\.0(?s:.*)see that this machine reaches it"):
		python.download("teapot==1.0", 64 * "0", tmp_path)


PICTURE = b"\x89PNG\r\n monoframe \xff\xfe"
LATIN = b"# caf\xe9 monoframe\r\n"
SOURCE = {
	"monoframe/__init__.py": "import monoframe\nNAME = 'Monoframe'\nMONOFRAME_SITE = 1\n",
	"monoframe/public/js/monoframe/Monoframe.js": "monoframe.provide('monoframe.ui');\n",
	"monoframe/public/images/monoframe-logo.png": PICTURE,
	"monoframe/public/images/photo.PNG": PICTURE,
	"monoframe/latin.txt": LATIN,
	"monoframe/empty.py": "",
}


@pytest.fixture
def derive(shelf, tmp_path, monkeypatch):
	"""Derive a framework of a few files from a wheel of its name, with the edits that are given."""
	monkeypatch.setattr(framework, "SHA256", make_wheel(shelf, "monoframe", "0.0.1", SOURCE))
	folder = tmp_path / "framework"
	folder.mkdir()

	def derive(*edits: Edit) -> Path:
		framework.derive(folder, list(edits))
		return folder

	return derive


def test_the_framework_gets_its_name_back(derive):
	folder = derive()

	assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) == [
		"frappe/__init__.py",
		"frappe/empty.py",
		"frappe/latin.txt",
		"frappe/public/images/frappe-logo.png",
		"frappe/public/images/photo.PNG",
		"frappe/public/js/frappe/Frappe.js",
	]
	text = "import frappe\nNAME = 'Frappe'\nFRAPPE_SITE = 1\n"
	assert (folder / "frappe/__init__.py").read_text() == text
	assert (folder / "frappe/public/js/frappe/Frappe.js").read_text() == "frappe.provide('frappe.ui');\n"


def test_what_is_no_text_keeps_its_bytes(derive):
	folder = derive()

	for picture in ("frappe-logo.png", "photo.PNG"):
		assert (folder / "frappe/public/images" / picture).read_bytes() == PICTURE
	assert (folder / "frappe/latin.txt").read_bytes() == LATIN.replace(b"monoframe", b"frappe")


def test_an_edit_is_applied_to_the_derived_source(derive):
	folder = derive(Edit("frappe/__init__.py", "FRAPPE_SITE = 1", "FRAPPE_SITE = 2"))

	assert (folder / "frappe/__init__.py").read_text().endswith("FRAPPE_SITE = 2\n")


def test_an_edit_that_does_not_match_names_the_file(derive):
	with pytest.raises(Failure, match=r"^frappe/__init__\.py: expected 1 times, found 0 times: 'SITES = 1'"):
		derive(Edit("frappe/__init__.py", "SITES = 1", "SITES = 2"))


def test_an_edit_of_a_missing_file_names_the_file(derive):
	with pytest.raises(Failure, match=r"^frappe/gone\.py is to be edited, but the framework has no such"):
		derive(Edit("frappe/gone.py", "1", "2"))
