"""Symptom: the smallest request takes 16 ms.

Cause: it opens a connection of its own, for which SQLite reads the whole schema, 1,100 tables and indexes.
Remedy: a connection that is closed is kept for the next request, without what was not committed: that takes 4 ms.
"""

import os
from collections import defaultdict
from pathlib import Path

from . import Edit

PATH = "frappe/database/sqlite/database.py"
MOST_KEPT = 8

# The next request may have another thread.
EDITS = [Edit(PATH, "sqlite3.connect(db_path, ", "sqlite3.connect(db_path, check_same_thread=False, ")]

# {file: its connections that nobody has now}
_kept: dict[tuple, list] = defaultdict(list)


def apply() -> None:
	from frappe.database.sqlite import setup_db
	from frappe.database.sqlite.database import SQLiteDatabase

	connect, close = SQLiteDatabase.get_connection, SQLiteDatabase.close
	copy = setup_db.copy_db

	def get_connection(self, read_only: bool = False):
		path = self.get_db_path()
		kept = take(get_file(path)) if path.exists() and not read_only else None
		connection = kept or connect(self, read_only)
		self.file_to_keep = None if read_only else get_file(path)
		return connection

	def close_or_keep(self) -> None:
		kept = _kept[self.file_to_keep] if self._conn and self.file_to_keep else None
		if kept is not None and len(kept) < MOST_KEPT:
			self._cursor.close()
			self._conn.rollback()
			kept.append(self._conn)
			self._cursor = self._conn = None
		close(self)

	def copy_db(*args, **options) -> None:
		# It writes over the file that a new site begins with
		close_kept()
		copy(*args, **options)

	SQLiteDatabase.get_connection = get_connection
	SQLiteDatabase.close = close_or_keep
	setup_db.copy_db = copy_db


def get_file(path: Path) -> tuple:
	"""Name a file by what it is, as another one may come to its path; a connection is of one process alone."""
	found = path.stat()
	return os.getpid(), found.st_dev, found.st_ino


def take(file: tuple):
	"""Return a connection that nobody has now, or None. Another thread may take the last one meanwhile."""
	try:
		return _kept[file].pop()
	except IndexError:
		return None


def close_kept() -> None:
	for kept in _kept.values():
		while kept:
			kept.pop().close()
