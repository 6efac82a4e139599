// The first date that a browser writes takes it longest, whichever thread asks: one beside the page does that.

// Where a browser allows no such thread, or is slow to begin one, the page writes it after all
const PATIENCE = 400;
const SCRIPT = `
	new Intl.DateTimeFormat("en-GB", { hour: "2-digit" }).format();
	new Intl.DateTimeFormat(navigator.language, { weekday: "long", month: "long", timeZone: "UTC" }).format();
	postMessage("written");
	close();
`;

/** Have a first date written. Resolves when that is done, or can't be waited for. */
export function write_first_date() {
	const address = URL.createObjectURL(new Blob([SCRIPT], { type: "text/javascript" }));
	return new Promise((resolve) => {
		const thread = new Worker(address);
		thread.onmessage = thread.onerror = resolve;
		setTimeout(resolve, PATIENCE);
	})
		.catch(console.warn)
		.finally(() => URL.revokeObjectURL(address));
}
