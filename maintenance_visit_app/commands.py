"""What this app adds to bench.

Bench imports this file at every call, so what a command needs is imported only when it runs.
"""

import sys

import click
import frappe
from frappe.commands import pass_context


@click.command("maintenance-visit-doctor")
@click.option("--fix", is_flag=True, help="Mend what can be mended. No visit, row or link is deleted.")
@click.option(
	"--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@pass_context
def maintenance_visit_doctor(context, fix: bool, output_format: str) -> None:
	"""Examine the site's maintenance visits: owners, hooks, lost links, facts that disagree.

	Exit status 0 where all is well or was mended, 1 where something is left to do.
	"""
	from maintenance_visit_app.doctor import sites

	if not context.sites:
		raise frappe.SiteNotSpecifiedError
	examined = sites.examine_sites(context.sites, fix)
	click.echo(sites.get_json(examined) if output_format == "json" else sites.get_text(examined, fix))
	sys.exit(int(not sites.are_healthy(examined)))


commands = [maintenance_visit_doctor]
