"""What the derived framework lost or never had, mended one symptom at a time.

Each module of this package mends one thing: its docstring tells the symptom, the cause and the remedy.
`EDITS` are edits of the derived source, applied once by provisioning; `apply()` acts in the running process.
Importing this package needs nothing but the standard library.
"""

import importlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
	"""Replace `old` by `new` in the file `path` (relative to the framework's folder), exactly `count` times."""

	path: str
	old: str
	new: str
	count: int = 1

	def applied_to(self, text: str) -> str:
		"""Return the edited text; raise when the file does not hold what the edit was written for."""
		found = text.count(self.old)
		if found != self.count:
			raise ValueError(
				f"{self.path}: expected {self.count} times, found {found} times: {self.old!r}. "
				"The framework is not the pinned one, or it is already edited: derive it again."
			)
		return text.replace(self.old, self.new)


# Before Frappe is imported.
EARLY = (
	"cached_properties",
	"google_extra",
	"query_builder",
	"insert_ignore",
	"row_locks",
)

# Once Frappe is imported, each after those it builds on.
LATE = (
	"moved_modules",
	"test_helpers",
	"test_case",
	"sqlite_parameters",
	"sqlite_types",
	"sqlite_functions",
	"transactions",
	"sqlite_connections",
	"index_names",
	"table_alteration",
	"cache",
	"background_jobs",
	"realtime",
	"whitelisted_types",
	"uninstallation",
	"pdf",
	"translatable_strings",
)

# What is wrong with one database alone.
ONLY_ON = dict.fromkeys(
	(
		*("query_builder", "insert_ignore", "row_locks"),
		*("sqlite_parameters", "sqlite_types", "sqlite_functions"),
		*("transactions", "sqlite_connections", "index_names", "table_alteration"),
	),
	"sqlite",
)

# Mended in the derived source alone.
SOURCE_ONLY = (
	"alert_dates",
	"python_311",
	"mariadb_driver",
	"site_directory",
	"site_name",
	"site_config",
	"log_files",
	"error_log",
	"installed_apps",
	"app_hooks",
	"per_app_hooks",
	"installation",
	"setup_complete",
	"global_search",
	"outgoing_calls",
	"desk_images",
	"desk_templates",
	"desk_times",
)


def source_edits() -> list[Edit]:
	"""Return the edits of the derived framework, in the order in which they are to be applied."""
	return [edit for name in (*SOURCE_ONLY, *EARLY, *LATE) for edit in getattr(_module(name), "EDITS", ())]


def apply_all(database: str) -> None:
	"""Mend the running process: call it once, before anything else imports Frappe."""
	apply(EARLY, database)
	importlib.import_module("frappe")
	apply(LATE, database)


def apply(names: tuple[str, ...], database: str) -> None:
	"""Apply the repairs that the database needs; edits of its source are harmless to the others."""
	for name in names:
		if name not in ONLY_ON or ONLY_ON[name] == database:
			_module(name).apply()


def _module(name: str):
	return importlib.import_module(f"{__name__}.{name}")
