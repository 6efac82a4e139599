"""What is wrong with a plan, and why there is no place for a visit: a sentence for each rule."""

from collections.abc import Callable

from frappe import _
from frappe.utils import cstr, format_datetime


def sentence(code: str, **facts) -> str:
	"""Say what a planned visit breaks. `facts` are technician, other (a customer), minutes, skill, territory, earliest, latest."""
	known = {key: cstr(value) for key, value in facts.items()}
	known["minutes"] = str(round(facts.get("minutes") or 0))
	known["window"] = describe_window(facts.get("earliest"), facts.get("latest"))
	return SENTENCES[code]().format(**known)


# Called when one is wanted: hundreds of visits have a remark, each with one sentence
SENTENCES: dict[str, Callable[[], str]] = {
	"technician": lambda: _("Another technician than {technician} is asked for."),
	"skill": lambda: _("{technician} lacks a skill: {skill}."),
	"territory": lambda: _("{technician} doesn't work in {territory}."),
	"tool": lambda: _("{technician} lacks a tool."),
	"part": lambda: _("{technician} lacks parts in the van."),
	"hours": lambda: _("{technician} doesn't work at that time."),
	"break": lambda: _("{technician} has a break at that time."),
	"window": lambda: _("The customer accepts another time: {window}."),
	"overlap": lambda: _("{technician} is still at {other}: {minutes} minutes overlap."),
	"reach": lambda: _(
		"{technician} can't be there in time: {minutes} minutes are missing for the drive from {other}."
	),
}


def describe_window(earliest: str | None, latest: str | None) -> str:
	if earliest and latest:
		return _("{0} to {1}").format(format_datetime(earliest), format_datetime(latest))
	if earliest:
		return _("not before {0}").format(format_datetime(earliest))
	return _("not after {0}").format(format_datetime(latest)) if latest else ""


def tell_rules(broken: dict[str, int]) -> list[str]:
	"""Say why there is no place, by the number of technicians' days that each rule rules out: the most frequent first."""
	sentences = {
		"technician": _("Working days of technicians other than those asked for: {0}."),
		"skill": _("Working days of technicians who lack a skill: {0}."),
		"territory": _("Working days of technicians who work elsewhere: {0}."),
		"tool": _("Working days of technicians who lack a tool: {0}."),
		"part": _("Working days of technicians who lack parts: {0}."),
		"hours": _("Working days too short for it: {0}."),
		"window": _("Working days outside the time asked for: {0}."),
		"full": _("Working days that are full, with the drives: {0}."),
	}
	order = sorted(broken.items(), key=lambda entry: (-entry[1], entry[0]))
	told = [sentences[code].format(days) for code, days in order if code in sentences]
	return told or [_("No technician works on these days.")]
