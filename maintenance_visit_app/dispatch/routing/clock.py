"""A working day's clock, which stands still during breaks: who drives or works at noon goes on after lunch."""

from collections.abc import Iterable
from itertools import pairwise

from .problem import Shift, Window


class Clock:
	"""Working time is wall time less the breaks before it, so that all else can do without knowing of breaks."""

	def __init__(self, shift: Shift, breaks: tuple[Window, ...]) -> None:
		inside = ((max(start, shift.start), min(end, shift.end)) for start, end in breaks)
		self.breaks = merge((start, end) for start, end in inside if start < end)
		self.start = shift.start
		self.end = self.to_working(shift.end)
		self.pauses = [self.to_working(start) for start, _end in self.breaks]
		borders = pairwise([self.start, *self.pauses, self.end])
		self.stretches = [(start, end) for start, end in borders if start < end]

	def to_working(self, wall: float) -> float:
		return wall - sum(min(wall, end) - start for start, end in self.breaks if start < wall)

	def to_start(self, working: float) -> float:
		"""Return the wall time at which something begins: after the break if it falls on one."""
		return working + sum(
			end - start
			for (start, end), pause in zip(self.breaks, self.pauses, strict=True)
			if pause <= working
		)

	def to_end(self, working: float) -> float:
		"""Return the wall time at which something ends: before the break if it falls on one."""
		return working + sum(
			end - start
			for (start, end), pause in zip(self.breaks, self.pauses, strict=True)
			if pause < working
		)


def merge(windows: Iterable[Window]) -> list[Window]:
	"""Return the windows in their order, as one where they touch."""
	merged: list[Window] = []
	for start, end in sorted(windows):
		if merged and start <= merged[-1][1]:
			merged[-1] = (merged[-1][0], max(merged[-1][1], end))
		else:
			merged.append((start, end))
	return merged
