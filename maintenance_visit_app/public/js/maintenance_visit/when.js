// When a visit is, as its form and the list tell it on a telephone.

frappe.provide("maintenance_visit_app");

/** Return the words for day and time: those that are known. */
maintenance_visit_app.get_when = function ({ mntc_date, mntc_time }) {
	const is_today = mntc_date === frappe.datetime.get_today();
	const date = is_today ? __("Today") : frappe.datetime.str_to_user(mntc_date);
	const time = mntc_time && moment(mntc_time, "HH:mm:ss").format("HH:mm");
	return [date, time].filter(Boolean);
};
