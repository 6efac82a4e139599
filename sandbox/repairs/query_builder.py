"""Symptom: `QueryBuilder.__init__() got multiple values for keyword argument 'wrapper_cls'`.

Cause: pypika's SQLite builder sets the wrapper of values itself, and Frappe passes its own.
Remedy: a constructor that takes Frappe's wrapper and falls back on pypika's.
"""


def apply() -> None:
	from pypika.dialects import SQLLiteQueryBuilder

	SQLLiteQueryBuilder.__init__ = _initialise


def _initialise(self, **kwargs) -> None:
	from pypika.dialects import Dialects, SQLLiteValueWrapper
	from pypika.queries import QueryBuilder

	kwargs.setdefault("wrapper_cls", SQLLiteValueWrapper)
	QueryBuilder.__init__(self, dialect=Dialects.SQLLITE, **kwargs)
	self._insert_or_replace = False
