// Words that stand for what the server calls by an English name of its own.

import { __ } from "./messages.js";

export function get_status(status) {
	return {
		Draft: __("To Be Planned"),
		Planned: __("Planned"),
		Overdue: __("Overdue"),
		"In Progress": __("In Progress"),
		Submitted: __("Completed"),
		Cancelled: __("Cancelled"),
	}[status];
}

export function get_type(type) {
	return {
		Scheduled: __("Scheduled"),
		Unscheduled: __("Unscheduled"),
		Breakdown: __("Breakdown"),
	}[type];
}

export function get_result(result) {
	return {
		OK: __("OK", [], "Maintenance Visit Check"),
		"Not OK": __("Not OK", [], "Maintenance Visit Check"),
		"Not Applicable": __("N/A"),
	}[result];
}

export function get_completion_words(status) {
	return {
		"Fully Completed": __("Done"),
		"Partially Completed": __("Partly"),
		Pending: __("Not Done"),
	}[status];
}

/** Return what an operation is, as a technician says it. */
export function get_deed({ operation, payload }) {
	return (
		{
			create: __("Visit asked for"),
			check_in: __("Check In"),
			check_out: __("Check Out"),
			answer: __("Checklist"),
			work_done: __("Work Done"),
			part: payload?.remove ? __("Part removed") : __("Part"),
			photo: __("Photo"),
			note: __("Note"),
			rate: __("Rating"),
			sign: __("Signature"),
			complete: __("Completed"),
		}[operation] || operation
	);
}

/** Return what an operation is about, in a few words. */
export function get_detail({ payload = {} }) {
	return payload.task || payload.item_code || payload.text || payload.caption || payload.work_done || "";
}

/** Return why the last exchange failed, as {title, text}. */
export function get_problem(problem, told) {
	return {
		network: { title: __("No network"), text: __("All is kept on this telephone and sent later.") },
		logged_out: {
			title: __("Log in again"),
			text: __("Your work is kept. It is sent after you have logged in."),
		},
		other_user: { title: __("Somebody Else Is Logged In"), text: __("Nothing is sent as somebody else.") },
		forbidden: {
			title: __("You may not use the app any more"),
			text: __("Your work is kept. Ask the office for the role that technicians have."),
		},
		full: { title: __("The telephone's memory is full"), text: __("Send what waits, or make room.") },
		busy: { title: __("The office is busy"), text: __("It is tried again by itself.") },
		token: { title: __("Log in again"), text: __("Your work is kept. It is sent after you have logged in.") },
		broken: {
			title: __("The office does not answer as it should"),
			text: told || __("It is tried again by itself."),
		},
		refused: { title: __("The office refused"), text: told },
		stuck: {
			title: __("What is new was not kept"),
			text: __("What you entered is. Restart the app; if that doesn't help, make room on the telephone."),
		},
	}[problem];
}

/** Return who is logged in on a telephone that shows somebody else's visits. */
export function get_other(session, person) {
	const names = [session.full_name, person.full_name];
	return __("{0} is logged in on this telephone, which shows the visits of {1}.", names);
}
