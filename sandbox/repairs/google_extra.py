"""Symptom: `No module named 'google'` when a DocType that can talk to Google is loaded.

Cause: Google's libraries are imported at module level although they are only an extra.
Remedy: where they are not installed, empty modules with the imported names. Using one raises.
"""

import importlib.util
import sys
from types import ModuleType

NAMES = {
	"google": (),
	"google.oauth2": (),
	"google.oauth2.credentials": ("Credentials",),
	"googleapiclient": (),
	"googleapiclient.discovery": ("build",),
	"googleapiclient.errors": ("HttpError",),
}


def apply() -> None:
	if importlib.util.find_spec("googleapiclient"):
		return
	for name, members in NAMES.items():
		module = sys.modules.setdefault(name, ModuleType(name))
		for member in members:
			setattr(module, member, _absent(f"{name}.{member}"))
		parent, _, child = name.rpartition(".")
		if parent:
			setattr(sys.modules[parent], child, module)


def _absent(name: str) -> type[Exception]:
	def refuse(self, *args, **kwargs):
		raise ImportError(f"{name} is not installed: the sandbox has no Google integration")

	return type(name.rpartition(".")[2], (Exception,), {"__init__": refuse})
