// A signature as a picture: only what was drawn, the right way up, on white.

const LONGEST = 900;
const EDGE = 12;

/** Return the canvas as a PNG in a data URL; one that was drawn on an upright telephone is turned to the left. */
export function get_drawing(canvas, is_upright) {
	const { left, top, width, height } = get_drawn(canvas);
	const scale = Math.min(1, LONGEST / Math.max(width, height));
	const target = document.createElement("canvas");
	target.width = (is_upright ? height : width) * scale;
	target.height = (is_upright ? width : height) * scale;
	const brush = target.getContext("2d");
	brush.fillStyle = "white";
	brush.fillRect(0, 0, target.width, target.height);
	brush.scale(scale, scale);
	if (is_upright) {
		brush.translate(0, width);
		brush.rotate(-Math.PI / 2);
	}
	brush.drawImage(canvas, left, top, width, height, 0, 0, width, height);
	return target.toDataURL("image/png");
}

function get_drawn(canvas) {
	const { width, height } = canvas;
	const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
	let [left, top, right, bottom] = [width, height, 0, 0];
	for (let pixel = 3; pixel < data.length; pixel += 4) {
		if (!data[pixel]) continue;
		const x = ((pixel - 3) / 4) % width;
		const y = Math.floor((pixel - 3) / 4 / width);
		[left, right] = [Math.min(left, x), Math.max(right, x)];
		[top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
	}
	left = Math.max(0, left - EDGE);
	top = Math.max(0, top - EDGE);
	return {
		left,
		top,
		width: Math.max(1, Math.min(width, right + EDGE) - left),
		height: Math.max(1, Math.min(height, bottom + EDGE) - top),
	};
}
