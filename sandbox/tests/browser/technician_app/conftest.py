"""Telephones and an office, on the demo that the other browser tests use too."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk import DISPATCHER
from phone import Office, Phone
from playwright.sync_api import Playwright
from proxy import Proxy

from runtime import boot


@pytest.fixture
def get_phone(
	playwright: Playwright, chromium_path: str, demo: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Phone]]:
	"""Hand out telephones, one for each name. Errors of their pages fail the test."""
	phones: dict[str, Phone] = {}

	def get(name: str = "phone", address: str = demo, **options) -> Phone:
		if name not in phones:
			phones[name] = Phone(playwright, chromium_path, tmp_path / name, address, **options)
		return phones[name]

	failed_before = request.session.testsfailed
	yield get
	for name, phone in phones.items():
		if phone.context and request.session.testsfailed > failed_before:
			keep_picture(phone, f"{request.node.name}-{name}")
		phone.close()
	assert not [error for phone in phones.values() for error in phone.errors]


def keep_picture(phone: Phone, name: str) -> None:
	folder = boot.STATE / "failures"
	folder.mkdir(parents=True, exist_ok=True)
	phone.page.screenshot(path=folder / f"{name}.png")


@pytest.fixture
def phone(get_phone: Callable[..., Phone]) -> Phone:
	return get_phone()


@pytest.fixture(scope="session")
def office(playwright: Playwright, demo: str) -> Office:
	"""The dispatcher."""
	return Office(playwright, demo, DISPATCHER)


@pytest.fixture(scope="session")
def administrator(playwright: Playwright, demo: str) -> Office:
	return Office(playwright, demo, "Administrator", "admin")


@pytest.fixture
def proxy(demo: str) -> Iterator[Proxy]:
	"""What stands before the site, and may answer in its place."""
	with Proxy(demo) as proxy:
		yield proxy
