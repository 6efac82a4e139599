// Times: those of the server are in the site's zone and have none; those of the telephone say theirs.

/** Return the moment as ISO 8601 with the telephone's own offset. */
export function get_moment(date = new Date()) {
	const minutes = -date.getTimezoneOffset();
	const sign = minutes < 0 ? "-" : "+";
	const offset = [Math.abs(minutes) / 60, Math.abs(minutes) % 60].map((number) => pad(Math.floor(number)));
	const local = new Date(date.getTime() + minutes * 60000).toISOString().slice(0, 19);
	return `${local}${sign}${offset.join(":")}`;
}

/** Return a moment as the server writes it: "2026-03-31 09:30:00" in the site's zone. */
export function to_site_time(moment, zone) {
	const date = moment instanceof Date ? moment : new Date(moment);
	const parts = {};
	for (const { type, value } of get_site_format(zone).formatToParts(date)) parts[type] = value;
	return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}:${parts.second}`;
}

export function get_today(zone, now = new Date()) {
	return to_site_time(now, zone).slice(0, 10);
}

export function add_days(day, days) {
	const date = new Date(`${day}T12:00:00Z`);
	date.setUTCDate(date.getUTCDate() + days);
	return date.toISOString().slice(0, 10);
}

/** Return "9:30" of "09:30:00" or of "2026-03-31 09:30:00". */
export function get_clock(time) {
	const found = /(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/.exec(time || "");
	return found ? `${Number(found[1])}:${found[2]}` : "";
}

/** Return the seconds between two times of the site. */
export function get_seconds(from, to) {
	return (parse(to) - parse(from)) / 1000;
}

/** Return "1:05" of seconds, as hours and minutes. */
export function get_duration(seconds) {
	const minutes = Math.max(0, Math.round(seconds / 60));
	return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}`;
}

export function get_day_name(day, language, options = { weekday: "long", day: "numeric", month: "long" }) {
	if (!day) return "";
	const date = new Date(`${day.slice(0, 10)}T12:00:00Z`);
	return get_format(Intl.DateTimeFormat, language, { ...options, timeZone: "UTC" }).format(date);
}

/** Return "4.2 km" of kilometres, as the language writes it. */
export function get_distance(kilometres, language) {
	const options = { style: "unit", unit: "kilometer", maximumFractionDigits: kilometres < 10 ? 1 : 0 };
	return get_format(Intl.NumberFormat, language, options).format(kilometres);
}

function parse(time) {
	return Date.parse(`${time.slice(0, 19).replace(" ", "T")}Z`);
}

function pad(number) {
	return String(number).padStart(2, "0");
}

export const SHORT_DAY = { weekday: "short", day: "numeric", month: "short" };
const PARTS = {
	hourCycle: "h23",
	year: "numeric",
	month: "2-digit",
	day: "2-digit",
	hour: "2-digit",
	minute: "2-digit",
	second: "2-digit",
};
const formats = {};

function get_site_format(timeZone) {
	return get_format(Intl.DateTimeFormat, "en-GB", { ...PARTS, timeZone: timeZone || undefined });
}

/** Return the format, which takes long to make. */
function get_format(Format, language, options) {
	const key = JSON.stringify([Format.name, language, options]);
	formats[key] ??= new Format(language, options);
	return formats[key];
}
