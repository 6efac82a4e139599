// What the app's reports have in common: their filters, and cells that show what people typed as text.

frappe.provide("maintenance_visit_app.report");

// In a block, as this script runs on every page of Desk
{
	const link = (label, options) => ({ label, fieldtype: "Link", options });

	// Made anew each time: labels are in the user's language, and days pass
	const SHARED_FILTERS = {
		from_date: () => ({
			label: __("From Date"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -3),
			reqd: 1,
		}),
		to_date: () => ({
			label: __("To Date"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
			reqd: 1,
		}),
		company: () => link(__("Company"), "Company"),
		customer: () => link(__("Customer"), "Customer"),
		customer_group: () => link(__("Customer Group"), "Customer Group"),
		territory: () => link(__("Territory"), "Territory"),
		technician: () => link(__("Technician"), "Sales Person"),
		sales_person: () => link(__("Technician"), "Sales Person"),
		item_code: () => link(__("Item"), "Item"),
		serial_no: () => link(__("Serial No"), "Serial No"),
		maintenance_type: () => ({
			label: __("Maintenance Type"),
			fieldtype: "Select",
			options: ["", "Scheduled", "Unscheduled", "Breakdown"],
		}),
	};

	Object.assign(maintenance_visit_app.report, {
		/** What the reports on technicians' work are filtered by. */
		OF_TECHNICIANS: [
			"from_date",
			"to_date",
			"technician",
			"company",
			"customer",
			"customer_group",
			"territory",
			"maintenance_type",
		],

		/** The filters of a report: names of shared ones, and filters of its own or what it has different. */
		get_filters(filters) {
			return filters
				.map((filter) => (typeof filter === "string" ? { fieldname: filter } : filter))
				.map((filter) => ({ ...SHARED_FILTERS[filter.fieldname]?.(), ...filter }));
		},

		/** A cell as Frappe shows it, but for what it would take for HTML: texts, and links that the user can't follow. */
		format(value, row, column, data, default_formatter) {
			const escape = (text) => frappe.utils.escape_html(String(text ?? ""));
			if (column.fieldtype === "Data") return default_formatter(escape(value), row, column, data);
			const shown = default_formatter(value, row, column, data);
			const is_name = column.fieldtype === "Link" && !frappe.model.can_read(column.options);
			return is_name ? escape(shown) : shown;
		},

		/** A link to a report with filters; `html` is what it shows. */
		link(name, route_options, html) {
			const route = frappe.utils.generate_route({
				type: "report",
				is_query_report: true,
				name,
				route_options,
			});
			return `<a href="${frappe.utils.escape_html(route)}">${html}</a>`;
		},
	});
}
