"""A working day's clock, which stands still during breaks: who drives or works at noon goes on after lunch."""

from itertools import pairwise

from .problem import Shift, Window


class Clock:
	"""Working time is wall time less the breaks before it, so that all else can do without knowing of breaks."""

	def __init__(self, shift: Shift, breaks: tuple[Window, ...]) -> None:
		self.breaks = merge(shift, breaks)
		self.start = shift.start
		self.end = self.to_working(shift.end)
		self.pauses = [self.to_working(start) for start, _end in self.breaks]

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

	def get_stretches(self) -> list[Window]:
		"""Return the working times between breaks."""
		borders = [self.start, *self.pauses, self.end]
		return [(start, end) for start, end in pairwise(borders) if start < end]


def merge(shift: Shift, breaks: tuple[Window, ...]) -> list[Window]:
	"""Return the breaks inside the shift in their order, as one where they touch."""
	merged: list[Window] = []
	for start, end in sorted(breaks):
		start, end = max(start, shift.start), min(end, shift.end)
		if start >= end:
			continue
		if merged and start <= merged[-1][1]:
			merged[-1] = (merged[-1][0], max(merged[-1][1], end))
		else:
			merged.append((start, end))
	return merged
