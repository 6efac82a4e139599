"""The fields that the app adds to other DocTypes: a table in Python."""

import runpy
from collections.abc import Iterator

from .fields import Message, get_messages_of_field


def extract(fileobj, *args, **kwargs) -> Iterator[Message]:
	for doctype, fields in runpy.run_path(fileobj.name)["CUSTOM_FIELDS"].items():
		for field in fields:
			yield from get_messages_of_field(doctype, field)
