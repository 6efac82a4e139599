// One technician's day, by the hour.

frappe.provide("maintenance_visit_app.dispatch");

maintenance_visit_app.dispatch.Timeline = class {
	constructor(lanes, technician) {
		const [day] = lanes.board.days;
		Object.assign(this, { lanes, technician, day });
		this.of_day = lanes.get_day_of(technician, day);
		this.visits = lanes.get_visits(technician.name, day);
	}

	draw() {
		const timeless = this.visits.filter((visit) => this.is_timeless(visit));
		const timed = this.visits.filter((visit) => !this.is_timeless(visit));
		const tracks = this.get_tracks(timed);
		const lane = frappe.utils.escape_html(this.technician.name);
		const place = `data-lane="${lane}" data-day="${this.day}"`;
		return `<div class="dispatch-cell dispatch-timeless" role="gridcell" ${place}>
			${timeless.map((visit) => this.make_card(visit).draw()).join("")}</div>
			<div class="dispatch-cell dispatch-timeline" role="gridcell" ${place}
				data-from="${this.lanes.from}" data-to="${this.lanes.to}"
				style="--tracks: ${Math.max(tracks.length, 1)}">
			${this.draw_off()}${this.draw_now()}
			${tracks.flatMap((track, number) => track.map((visit) => this.draw_at(visit, number))).join("")}</div>`;
	}

	make_card(visit) {
		return new maintenance_visit_app.dispatch.Card(visit, this.technician.name);
	}

	is_timeless({ start, mntc_date, end_day }) {
		return start === null || mntc_date !== end_day;
	}

	/** Visits at the same time stand below each other. */
	get_tracks(visits) {
		const tracks = [];
		for (const visit of visits) {
			const is_free = (track) => {
				const last = track[track.length - 1];
				return last.start + last.minutes <= visit.start;
			};
			const track = tracks.find(is_free);
			if (track) track.push(visit);
			else tracks.push([visit]);
		}
		return tracks;
	}

	draw_at(visit, track) {
		const left = this.lanes.get_share(visit.start);
		const width = this.lanes.get_share(visit.start + visit.minutes) - left;
		return this.make_card(visit).draw(`left: ${left}%; width: ${width}%; --track: ${track}`, "day");
	}

	/** Grey is when nobody works: before, at lunch, after, and on days off. */
	draw_off() {
		const borders = [this.lanes.from, ...this.of_day.hours.flat(), this.lanes.to];
		const pairs = [];
		for (let number = 0; number < borders.length; number += 2) {
			pairs.push([borders[number], borders[number + 1]]);
		}
		const bands = pairs
			.filter(([from, to]) => from < to)
			.map((pair) => pair.map((at) => this.lanes.get_share(at)));
		const text = frappe.utils.escape_html(this.of_day.absence || "");
		return bands
			.map(
				([from, to]) =>
					`<div class="dispatch-off" style="left: ${from}%; width: ${to - from}%">${text}</div>`,
			)
			.join("");
	}

	draw_now() {
		if (this.day !== this.lanes.board.data.today) return "";
		const { minutes: at } = maintenance_visit_app.dispatch.get_now();
		if (at < this.lanes.from || at > this.lanes.to) return "";
		return `<div class="dispatch-now" style="left: ${this.lanes.get_share(at)}%"></div>`;
	}
};
