"""What a device has already, in one text that it sends back: the last change, and which facts beside the visits."""

import hashlib
import json
import re
from dataclasses import dataclass, field

CURSOR = re.compile(r"2\.(\d{1,18})\.((?:[a-z]+:[0-9a-f]{12},?)*)")
LENGTH = 12


@dataclass
class Cursor:
	"""`number` is that of the last change; `digests` stand for the sections that the device holds."""

	number: int = 0
	digests: dict[str, str] = field(default_factory=dict)

	@classmethod
	def read(cls, text: str | None) -> "Cursor | None":
		"""Return what the text says; None where it is none of ours, as on a device's first day."""
		found = CURSOR.fullmatch(text or "")
		if not found:
			return None
		pairs = (part.split(":") for part in found[2].split(",") if part)
		return cls(int(found[1]), dict(pairs))

	def __str__(self) -> str:
		return f"2.{self.number}." + ",".join(f"{name}:{digest}" for name, digest in self.digests.items())


def get_digest(section: dict | list) -> str:
	written = json.dumps(section, sort_keys=True, default=str)
	return hashlib.sha256(written.encode()).hexdigest()[:LENGTH]
