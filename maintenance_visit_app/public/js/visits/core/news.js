// What the office changed of a visit that was on the telephone already, in a sentence each.

import { __, get_language } from "./messages.js";
import { get_clock, get_day_name } from "./times.js";

/** Return what there is to tell of visits that were moved: [{visit, customer, told}]. */
export function get_moves(before, now) {
	const known = new Map(before.map((visit) => [visit.name, visit]));
	return now.flatMap((visit) => {
		const old = known.get(visit.name);
		if (!old || visit.docstatus || get_when(old) === get_when(visit)) return [];
		const told = __("The office moved the visit to {0}.", [get_when(visit)]);
		return [{ visit: visit.name, customer: get_customer(visit), told }];
	});
}

/** Return what there is to tell of visits that are no longer this user's, though they were to be done. */
export function get_losses(visits) {
	return visits
		.filter(({ docstatus, status }) => !docstatus && status !== "Cancelled")
		.map((visit) => ({
			visit: visit.name,
			customer: get_customer(visit),
			told: __("The office moved this visit away, cancelled it or gave it to somebody else."),
		}));
}

function get_when({ mntc_date, mntc_time }) {
	const day = get_day_name(mntc_date, get_language());
	return [day, get_clock(mntc_time)].filter(Boolean).join(", ");
}

function get_customer({ customer_name, customer }) {
	return customer_name || customer;
}
