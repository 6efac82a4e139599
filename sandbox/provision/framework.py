"""Frappe: derived from the one wheel of a package registry that holds its source under another name."""

import shutil
import zipfile
from pathlib import Path

import repairs
from provision.python import download
from provision.steps import Failure, Step, ensure

REQUIREMENT = "monoframe==0.0.1"
SHA256 = "192e1430290ba868e515186a1e21bbdc7190a66fffbfaf35d5296bfca83a70ca"
RENAMED = {"monoframe": "frappe", "Monoframe": "Frappe", "MONOFRAME": "FRAPPE"}
BINARY = {
	*(".eot", ".gif", ".ico", ".jpeg", ".jpg", ".mo", ".mp3", ".mp4", ".ogg", ".otf", ".pdf", ".png"),
	*(".pyc", ".ttf", ".webm", ".webp", ".woff", ".woff2", ".xls", ".xlsx", ".zip"),
}


def ensure_framework() -> Path:
	"""Return the folder that holds the package `frappe`."""
	edits = repairs.source_edits()
	inputs = (REQUIREMENT, SHA256, *(repr(edit) for edit in edits), Path(__file__))
	return ensure(Step("framework", "Frappe's source", inputs, lambda folder: derive(folder, edits)))


def derive(folder: Path, edits: list[repairs.Edit]) -> None:
	wheel = download(REQUIREMENT, SHA256, folder)
	with zipfile.ZipFile(wheel) as archive:
		archive.extractall(folder / "wheel")
	give_back_its_name(folder / "wheel" / "monoframe", folder / "frappe")
	shutil.rmtree(folder / "wheel")
	wheel.unlink()
	for edit in edits:
		apply_edit(folder, edit)


def give_back_its_name(source: Path, target: Path) -> None:
	"""Copy a package, its name reversed in texts and in file names. What isn't text is copied as it is."""
	for path in sorted(source.rglob("*")):
		if path.is_dir():
			continue
		copy = target / reversed_name(str(path.relative_to(source)))
		copy.parent.mkdir(parents=True, exist_ok=True)
		if path.suffix.lower() in BINARY:
			shutil.copyfile(path, copy)
		else:
			text = path.read_bytes().decode("utf-8", "surrogateescape")
			copy.write_bytes(reversed_name(text).encode("utf-8", "surrogateescape"))


def reversed_name(text: str) -> str:
	for name, former in RENAMED.items():
		text = text.replace(name, former)
	return text


def apply_edit(folder: Path, edit: repairs.Edit) -> None:
	path = folder / edit.path
	if not path.is_file():
		raise Failure(
			f"{edit.path} is to be edited, but the framework has no such file: see sandbox/repairs/."
		)
	try:
		path.write_text(edit.applied_to(path.read_text()))
	except ValueError as error:
		raise Failure(str(error)) from error
