"""What is to be planned, as plain data.

Times are minutes since a midnight that the caller chooses, in the site's local time; places are positions in `travel`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Window = tuple[float, float]


@dataclass(frozen=True)
class Planned:
	"""Who goes, and when he begins."""

	technicians: tuple[str, ...]
	start: float


@dataclass(frozen=True, eq=False)
class Shift:
	"""A technician's working day. Who is off has none."""

	technician: str
	start: float
	end: float
	home: int
	back: int | None = None  # where the day ends; home if not given
	breaks: tuple[Window, ...] = ()
	skills: frozenset[str] = frozenset()
	territories: frozenset[str] | None = None  # None: everywhere
	tools: frozenset[str] = frozenset()
	stock: Mapping[str, float] = field(default_factory=dict)
	store: int | None = None  # a place where tools and parts can be had on the way

	@property
	def last_place(self) -> int:
		return self.home if self.back is None else self.back


@dataclass(frozen=True, eq=False)
class Job:
	"""A visit. `windows` are of its start; a `fixed` one stays where it is planned, whatever the rules say."""

	name: str
	place: int
	duration: float
	windows: tuple[Window, ...] = ()  # none: at any time
	skills: frozenset[str] = frozenset()
	territory: str | None = None
	technicians: frozenset[str] = frozenset()  # none: anyone
	crew: int = 1
	priority: int = 0  # 3 is the most urgent
	tools: frozenset[str] = frozenset()
	needs: Mapping[str, float] = field(default_factory=dict)
	planned: Planned | None = None
	fixed: bool = False


@dataclass(frozen=True)
class Weights:
	"""What things cost, in minutes of driving."""

	travel: float = 1
	waiting: float = 0.2
	moved: float = 10  # to another technician or another day than the one that was told
	delay: float = 2  # a day later than it could be, and as much again for each step of priority
	unplaced: float = 1_000  # four times as much for each step of priority
	promised: float = 1_000  # times that for a visit that is planned: none gives way to another

	def of_unplaced(self, job: Job) -> float:
		return self.unplaced * 4**job.priority * (self.promised if job.planned else 1)


@dataclass(frozen=True, eq=False)
class Problem:
	"""`travel[a][b]` is in minutes, of driving between two places."""

	shifts: Sequence[Shift]
	jobs: Sequence[Job]
	travel: Sequence[Sequence[float]]
	weights: Weights = Weights()
