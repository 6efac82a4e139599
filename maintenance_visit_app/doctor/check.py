"""What a check is, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
	"""One thing that can be wrong with a site.

	`find` returns {subject: problem in a sentence}, `mend` gets those subjects, `advice` says what to do where
	there is no `mend` or where it did not help, `tell` returns how things stand now, in few words.
	"""

	name: str
	title: str
	find: Callable[[], dict[str, str]]
	advice: str
	mend: Callable[[list[str]], None] | None = None
	tell: Callable[[], str] | None = None


@dataclass(frozen=True)
class Result:
	"""What a check found: how things stand now, the problems that are left and those that were mended."""

	check: Check
	state: str
	problems: list[str]
	mended: list[str]

	@property
	def mark(self) -> str:
		"""Return ok, mended or wrong."""
		if self.problems:
			return "wrong"
		return "mended" if self.mended else "ok"
