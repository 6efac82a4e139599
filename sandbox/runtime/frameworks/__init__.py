"""Which Frappe runs here: each module here boots one, makes a site of it, and tells how it is served.

`SANDBOX_APPS` in the environment names the bench of checkouts that `provision/checkouts/` has made; without it the
derived framework runs, with the stand-in of ERPNext.
"""

import importlib
import os
from types import ModuleType

VARIABLE = "SANDBOX_APPS"


def chosen() -> ModuleType:
	"""Return the module of the framework that this process works with."""
	return importlib.import_module(f"{__name__}.{'checkouts' if os.environ.get(VARIABLE) else 'derived'}")
