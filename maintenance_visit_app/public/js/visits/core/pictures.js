// Photos as the telephone's camera gives them: made small, and without a note of where they were taken.

const QUALITY = 0.8;
// What is left free for everything else
const RESERVE = 20 * 1024 * 1024;

/** Return the picture as a JPEG whose longer side has no more pixels than that. Raises where it is no picture. */
export async function reduce(file, longest = 1600) {
	const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
	try {
		const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
		const canvas = document.createElement("canvas");
		canvas.width = Math.max(1, Math.round(bitmap.width * scale));
		canvas.height = Math.max(1, Math.round(bitmap.height * scale));
		const brush = canvas.getContext("2d");
		brush.fillStyle = "white";
		brush.fillRect(0, 0, canvas.width, canvas.height);
		brush.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
		const picture = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
		// Where memory is short, browsers return none
		if (!picture) throw new Error("The browser made no picture of it");
		return picture;
	} finally {
		bitmap.close();
	}
}

/** Return {used, quota, has_room} in bytes; what browsers don't tell is null. */
export async function get_room() {
	const { usage = null, quota = null } = (await navigator.storage?.estimate?.()) || {};
	return { used: usage, quota, has_room: quota === null || quota - usage > RESERVE };
}

/** Ask the browser to keep what is here, however little room there is. */
export async function ask_to_keep() {
	if (!(await navigator.storage?.persisted?.())) await navigator.storage?.persist?.();
}
