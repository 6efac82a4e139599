// What a visit still needs before it can be completed, and where on the screen that is entered.

import { __ } from "./messages.js";
import { get_number_field, get_part_name } from "./site.js";
import { is_answered } from "./view.js";

// The rules that are known here; of the server's own list the others are shown as it says them
const KNOWN = ["work_done", "service_person", "completion_status", "result", "reading", "to_time"];

/** Return [{section, message, row}] of what is missing; the first one is what to do next. */
export function get_missing(view, settings = {}) {
	return [
		...get_missing_check_in(view),
		...get_missing_answers(view),
		...get_missing_work(view),
		...get_missing_of_server(view),
		...get_missing_numbers(view),
		...get_missing_signature(view, settings),
	];
}

function get_missing_check_in(view) {
	return view.time_logs.length ? [] : [{ section: "time", message: __("Check In"), soft: true }];
}

function get_missing_answers(view) {
	return view.checks
		.filter((check) => check.mandatory && !is_answered(check))
		.map((check) => ({ section: "checks", row: check.name, message: check.task }));
}

function get_missing_work(view) {
	return view.purposes
		.filter((row) => !(row.work_done || "").trim() && row.completion_status !== "Pending")
		.map((row) => {
			const name = row.item_name || row.item_code;
			const message = name ? __("Work Done: {0}", [name]) : __("Work Done");
			return { section: "work", row: row.name, message };
		});
}

function get_missing_of_server({ gaps = [] }) {
	return gaps
		.filter(({ fieldname }) => !KNOWN.includes(fieldname) && fieldname !== "customer_signature")
		.map(({ table, row_name, message }) => ({
			section: table === "parts" ? "parts" : "work",
			row: row_name,
			message: strip(message),
			soft: true,
		}));
}

/** Only who is there knows which one was built in: it is asked for, and left out where he can't tell either. */
function get_missing_numbers(view) {
	return view.parts
		.filter((part) => get_number_field(part) && !part[get_number_field(part)])
		.map((part) => ({ section: "parts", row: part.name, message: get_part_name(part), is_question: true }));
}

function get_missing_signature(view, settings) {
	const is_signed = view.signature_status === "Signed";
	return settings.require_signature && !is_signed
		? [{ section: "sign", message: __("The customer's signature") }]
		: [];
}

/** Return a server's message as plain text. */
export function strip(html) {
	return new DOMParser().parseFromString(html || "", "text/html").body.textContent.trim();
}
