"""SQLite: a file in the site's folder, which needs no server."""

import contextlib
import sqlite3
from pathlib import Path

from . import DATABASE

NAME = "sqlite"
# Frappe brings a file with the first tables in it.
SET_UP_BY_FRAPPE = True
# What a site's rows are made from besides the apps
INPUTS = ()


def start(site: Path) -> dict[str, str]:
	"""Return what Frappe has to know; there is nothing to start."""
	return {"FRAPPE_DB_NAME": DATABASE}


def stop() -> None:
	pass


def copy(source: Path, target: Path) -> None:
	"""Copy the rows of a site. SQLite does it itself, whole, even while they are read."""
	with (
		contextlib.closing(sqlite3.connect(source / "db" / f"{DATABASE}.db")) as origin,
		contextlib.closing(sqlite3.connect(target / "db" / f"{DATABASE}.db")) as destination,
	):
		origin.backup(destination)
