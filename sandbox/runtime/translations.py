"""Frappe's commands for translators, under its own names: the framework lost its command line, not what they call."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from . import boot

APP = click.option("--app", help="Only this app, such as maintenance_visit_app.")
LOCALE = click.option("--locale", help="Only this language, such as fr.")
DATE = re.compile(r'^"(POT-Creation|PO-Revision)-Date: .*$', re.MULTILINE)


@click.command("generate-pot-file", help="Gather an app's translatable strings in locale/main.pot.")
@APP
def generate_pot_file(app: str | None) -> None:
	from frappe.gettext import translate

	for name in chosen(app):
		with unchanged_but_for_dates(translate.get_pot_path(name)):
			translate.generate_pot(name)


@click.command("create-po-file", help="Begin a language: locale/LOCALE.po, without translations.")
@click.argument("locale")
@APP
def create_po_file(locale: str, app: str | None) -> None:
	from frappe.gettext import translate

	for name in chosen(app):
		translate.new_po(locale, name)


@click.command("update-po-files", help="Bring locale/*.po up to date with locale/main.pot.")
@APP
@LOCALE
def update_po_files(app: str | None, locale: str | None) -> None:
	from frappe.gettext import translate

	for name in chosen(app):
		for known in [locale] if locale else translate.get_locales(name):
			with unchanged_but_for_dates(translate.get_po_path(name, known)):
				translate.update_po(name, known)


@click.command("compile-po-to-mo", help="Compile locale/*.po, as a site needs them.")
@APP
@LOCALE
def compile_po_to_mo(app: str | None, locale: str | None) -> None:
	from frappe.gettext import translate

	for name in chosen(app):
		for known in [locale] if locale else translate.get_locales(name):
			translate._compile_translation(name, known, force=True)


def chosen(app: str | None) -> list[str]:
	return [app] if app else boot.available_apps()


@contextmanager
def unchanged_but_for_dates(path: Path) -> Iterator[None]:
	"""Put the file back where only its dates would be new."""
	before = path.read_text() if path.exists() else ""
	yield
	if DATE.sub("", before) == DATE.sub("", path.read_text()):
		path.write_text(before)


commands = [generate_pot_file, create_po_file, update_po_files, compile_po_to_mo]
