"""Symptom: a request and a background job wait for each other for ever, both in the midst of reading a DocType.

Cause: until Python 3.11 a `cached_property` has one lock for the instances of all threads; Frappe's properties
read each other, and two threads that begin with different ones end in a deadlock. Python 3.12 dropped the lock.
Remedy: no lock, as in 3.12. Where two threads share an instance the value may be computed twice, which is harmless.
"""

import contextlib
import functools
import sys

LOCKLESS_SINCE = (3, 12)


def apply() -> None:
	if sys.version_info >= LOCKLESS_SINCE:
		return

	class LocklessProperty(functools.cached_property):
		"""A cached property on which no thread waits for another."""

		def __init__(self, func):
			super().__init__(func)
			self.lock = contextlib.nullcontext()

	functools.cached_property = LocklessProperty
