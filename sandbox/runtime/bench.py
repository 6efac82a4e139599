"""`bench COMMAND …` on one site: the commands that apps add to bench by their `commands.py`, and translators'."""

import importlib
import importlib.util
import sys
from functools import wraps
from pathlib import Path
from types import ModuleType, SimpleNamespace

from repairs import background_jobs

from . import boot, site, translations


class Failure(RuntimeError):
	"""What went wrong, and what to do about it."""


def run(folder: Path, arguments: list[str]) -> int:
	"""Run an app's command on the site and return its exit status.

	Raises Failure where the site was never made.
	"""
	if not site.is_finished(folder):
		raise Failure(
			f"There is no site in {folder} yet. Make it, with demo data: python3 sandbox demo. "
			"You may stop it again before this command."
		)
	frappe = boot.boot(folder)
	import click

	provide_commands_module()
	frappe.init(force=True)
	context = SimpleNamespace(sites=[frappe.get_site_name()], force=False, profile=False, verbose=False)
	group = click.Group("bench", {command.name: command for command in get_commands()})
	try:
		return (
			group.main(arguments, prog_name="python3 sandbox bench", standalone_mode=False, obj=context) or 0
		)
	except click.ClickException as error:
		error.show()
		return error.exit_code
	finally:
		# A job may wait for what a command that failed has locked, and the process for the job.
		frappe.destroy()
		background_jobs.stop()


def get_commands() -> list:
	"""Return the commands of all available apps, and those for translators."""
	modules = (f"{app}.commands" for app in boot.available_apps())
	found = (importlib.import_module(module) for module in modules if importlib.util.find_spec(module))
	return [*translations.commands, *(command for module in found for command in module.commands)]


def provide_commands_module() -> None:
	"""Give apps what they import from `frappe.commands`, which the framework lost with its command line."""
	import click

	def pass_context(command):
		@click.pass_context
		@wraps(command)
		def with_context(context, *arguments, **options):
			return command(context.obj, *arguments, **options)

		return with_context

	module = ModuleType("frappe.commands")
	module.pass_context = pass_context
	sys.modules[module.__name__] = module
