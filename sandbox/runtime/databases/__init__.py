"""Where a site keeps its rows: each module here makes, starts, copies and stops one kind of database.

`SANDBOX_DATABASE` in the environment chooses for the whole process; a site stays with what it was made on.
"""

import importlib
import os
from types import ModuleType

VARIABLE = "SANDBOX_DATABASE"
# Its name is the same wherever it lies.
DATABASE = "site"


class Failure(RuntimeError):
	"""What went wrong, and what to do about it."""


def chosen() -> ModuleType:
	"""Return the module of the database that this process works with."""
	return importlib.import_module(f"{__name__}.{os.environ.get(VARIABLE, 'sqlite')}")
