"""Symptom: "database is locked", at once, when two requests write at the same time.

Cause: each transaction begins with a read; when it goes on to write while another has written, SQLite refuses
without waiting, since what was read is no longer true.
Remedy: a transaction begins with its first write or row lock, by `BEGIN IMMEDIATE`, which waits its turn.
What is read before that is read as it stands.
"""

from . import Edit

PATH = "frappe/database/sqlite/database.py"
WAIT_MILLISECONDS = 60_000

EDITS = [
	Edit(
		PATH,
		"sqlite3.PARSE_DECLTYPES, timeout=15)",
		'sqlite3.PARSE_DECLTYPES, timeout=15, isolation_level="IMMEDIATE")',
	),
	Edit(PATH, '"busy_timeout": 5000,', f'"busy_timeout": {WAIT_MILLISECONDS},'),
	Edit(
		PATH,
		"\t\ttry:\n"
		'\t\t\tself.sql("BEGIN")\n'
		"\t\texcept sqlite3.OperationalError as e:\n"
		"\t\t\tif not self.is_nested_transaction_error(e):\n"
		"\t\t\t\traise e\n",
		"",
	),
	Edit(
		PATH,
		'\t\tself.sql(f"PRAGMA busy_timeout = {int(seconds) * 1000}")\n',
		"\t\tpass  # SQLite can't end a statement that takes too long\n",
	),
]


def apply() -> None:
	from frappe.database.database import Database
	from frappe.database.sqlite.database import SQLiteDatabase

	def savepoint(self, save_point: str) -> None:
		self.take_write_lock()
		Database.savepoint(self, save_point)

	SQLiteDatabase.take_write_lock = take_write_lock
	SQLiteDatabase.savepoint = savepoint


def take_write_lock(self) -> None:
	"""Begin a writing transaction, unless one is under way or the connection only reads."""
	if not self._conn:
		self.connect()
	if not self._conn.in_transaction and not getattr(self, "read_only", False):
		self._cursor.execute("BEGIN IMMEDIATE")
