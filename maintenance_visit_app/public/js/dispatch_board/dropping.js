// Where something is dropped it gets a day, a technician and a time at which there is room.

frappe.provide("maintenance_visit_app.dispatch");

maintenance_visit_app.dispatch.Dropping = class {
	constructor(board) {
		this.board = board;
		// Times of visits that are being made, which aren't on the board before it is loaded anew
		this.promised = [];
	}

	/** Drop visits, or what is to be some, on a lane: where a time is pointed at, the first there, the others after it. */
	drop(things, { start, ...place }) {
		things.forEach((thing, number) => {
			const at = number ? this.get_time_after(thing, { ...place, start }) : start;
			this.drop_one(thing, { ...place, start: at });
		});
	}

	get_time_after({ minutes = maintenance_visit_app.dispatch.NEW_MINUTES }, { lane, day, start }) {
		return start === undefined ? undefined : this.get_free(lane, day, minutes, start);
	}

	drop_one(thing, { from, lane, day, start, lifted }) {
		if (thing.doctype) return this.board.plan_source(thing, this.get_new_plan({ lane, day, start }));
		const at = start ?? (thing.start === null && lane ? this.get_free(lane, day, thing.minutes) : undefined);
		const { get_moved_plan } = maintenance_visit_app.dispatch;
		return this.board.move(thing, get_moved_plan(thing, { from, lane, day, start: at, lifted }));
	}

	get_new_plan({ lane, day, start }) {
		const { NEW_MINUTES: minutes, write_time } = maintenance_visit_app.dispatch;
		const at = start ?? this.get_free(lane, day, minutes);
		this.promised.push({ lane, day, start: at, minutes });
		return {
			mntc_date: day,
			mntc_time: write_time(at),
			service_person: lane,
		};
	}

	get_free(lane, day, minutes, earliest = this.get_earliest(day)) {
		const technician = this.board.data.technicians.find(({ name }) => name === lane);
		const { hours } = this.board.lanes.get_day_of(technician, day);
		const promised = this.promised.filter((visit) => visit.lane === lane && visit.day === day);
		const visits = this.board.lanes.get_visits(lane, day).map((visit) => this.get_times_on(day, visit));
		const taken = [...visits, ...promised];
		return maintenance_visit_app.dispatch.get_first_free(hours, taken, minutes, earliest);
	}

	/** What began on an earlier day did so before this one's midnight. */
	get_times_on(day, { mntc_date, start, minutes }) {
		const earlier = 24 * 60 * moment(day).diff(mntc_date, "days");
		return { start: start === null ? null : start - earlier, minutes };
	}

	get_earliest(day) {
		if (day !== this.board.data.today) return 0;
		return maintenance_visit_app.dispatch.get_now().minutes;
	}
};
