"""Programs, state and packages of their own, so that the machine's own don't matter."""

import functools
import os
from pathlib import Path

import pytest

from provision import desk, node
from provision.steps import ensure


@pytest.fixture
def programs(tmp_path, monkeypatch) -> Path:
	"""The only folder on PATH: empty, but for what a test puts there."""
	folder = tmp_path / "programs"
	folder.mkdir()
	monkeypatch.setenv("PATH", str(folder))
	for variable in ("SANDBOX_CHROMIUM", "SANDBOX_MARIADBD", "SANDBOX_REDIS"):
		monkeypatch.delenv(variable, raising=False)
	return folder


@pytest.fixture
def state(tmp_path, monkeypatch) -> Path:
	"""A state of its own for the steps of desk.py and node.py."""
	folder = tmp_path / "state"
	for module in (desk, node):
		monkeypatch.setattr(module, "ensure", functools.partial(ensure, state=folder))
	return folder


@pytest.fixture
def shelf(tmp_path, monkeypatch) -> Path:
	"""A folder of wheels: all that pip is allowed to see."""
	folder = tmp_path / "shelf"
	folder.mkdir()
	for name, value in {"NO_INDEX": "1", "FIND_LINKS": folder, "CONFIG_FILE": os.devnull}.items():
		monkeypatch.setenv(f"PIP_{name}", str(value))
	return folder
