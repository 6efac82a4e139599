"""Pictures for the demo company, drawn: what a technician photographs, and how a customer signs."""

import base64
import math
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (1280, 960)
WALL, STEEL, DARK = (203, 198, 188), (148, 154, 160), (58, 62, 68)
# Points of a pen on a sheet of 640 × 200, stroke by stroke
STROKES = (
	((40, 120), (70, 40), (95, 30), (90, 90), (60, 150), (110, 130), (150, 95), (165, 120), (190, 100)),
	((190, 100), (205, 120), (225, 95), (240, 118), (262, 60), (255, 130), (290, 96), (305, 122), (340, 92)),
	((340, 92), (352, 118), (380, 96), (400, 112), (470, 84), (560, 70)),
	((70, 160), (220, 148), (420, 140), (520, 132)),
)

# The company's flame, and the lighter one in it, on a sheet of 480 × 480
FLAMES = (
	(
		(224, 108, 36),
		(
			(240, 180),
			(262, 250),
			(322, 300),
			(330, 376),
			(240, 452),
			(150, 376),
			(164, 306),
			(204, 270),
			(240, 180),
		),
	),
	((250, 190, 90), ((244, 310), (262, 346), (286, 386), (240, 440), (194, 386), (216, 352), (244, 310))),
)


def draw_clogged_filter() -> Image.Image:
	return draw_filter((121, 108, 92), (74, 65, 55))


def draw_new_filter() -> Image.Image:
	return draw_filter((232, 236, 238), (176, 188, 196))


def draw_filter(cloth: tuple, shade: tuple) -> Image.Image:
	"""Return the pockets of an air filter in its frame."""
	picture = Image.new("RGB", SIZE, DARK)
	pen = ImageDraw.Draw(picture)
	pen.rectangle((130, 90, 1150, 870), fill=STEEL)
	for left in range(170, 1110, 118):
		for step in range(104):
			depth = abs(step - 52) / 52
			colour = tuple(
				int(light + (dark - light) * depth) for light, dark in zip(cloth, shade, strict=True)
			)
			pen.line((left + step, 130, left + step, 830), fill=colour)
	return photograph(picture)


def draw_gauge() -> Image.Image:
	"""Return a round gauge whose hand stands at two fifths."""
	picture = Image.new("RGB", SIZE, WALL)
	pen = ImageDraw.Draw(picture)
	pen.rectangle((560, 780, 720, 960), fill=STEEL)
	pen.ellipse((290, 130, 990, 830), fill=DARK)
	pen.ellipse((330, 170, 950, 790), fill=(244, 243, 238))
	for mark in range(26):
		outer, inner = get_point(mark / 25, 285), get_point(mark / 25, 225 if mark % 5 == 0 else 255)
		pen.line((*outer, *inner), fill=DARK, width=9 if mark % 5 == 0 else 4)
	pen.line((640, 480, *get_point(0.4, 235)), fill=(176, 42, 36), width=14)
	pen.ellipse((606, 446, 674, 514), fill=DARK)
	return photograph(picture)


def get_point(fraction: float, radius: int) -> tuple[float, float]:
	angle = math.radians(135 + 270 * fraction)
	return 640 + radius * math.cos(angle), 480 + radius * math.sin(angle)


def draw_belt() -> Image.Image:
	"""Return a fan's belt on its two pulleys, frayed where it runs off the smaller one."""
	picture = Image.new("RGB", SIZE, (170, 168, 160))
	pen = ImageDraw.Draw(picture)
	pen.polygon(((330, 190), (950, 330), (950, 630), (330, 770)), fill=(120, 120, 116))
	pen.line((330, 190, 950, 330), fill=(28, 28, 30), width=46)
	pen.line((330, 770, 950, 630), fill=(28, 28, 30), width=46)
	for x, radius in ((330, 290), (950, 150)):
		pen.ellipse((x - radius, 480 - radius, x + radius, 480 + radius), fill=STEEL, outline=DARK, width=30)
		pen.ellipse((x - 46, 434, x + 46, 526), fill=DARK)
	for thread in range(9):
		pen.line((700 + 22 * thread, 262, 716 + 30 * thread, 214 + 5 * thread), fill=(62, 58, 52), width=5)
	return photograph(picture)


def photograph(picture: Image.Image) -> Image.Image:
	"""Give a drawing a lens: soft edges, light from above, grain."""
	light = Image.linear_gradient("L").resize(SIZE).point(lambda dark: 255 - dark // 3)
	lit = ImageChops.multiply(picture.filter(ImageFilter.GaussianBlur(2)), light.convert("RGB"))
	return Image.blend(lit, Image.effect_noise(SIZE, 60).convert("RGB"), 0.06)


def get_photo(draw: Callable[[], Image.Image]) -> bytes:
	written = BytesIO()
	draw().save(written, "JPEG", quality=85)
	return written.getvalue()


def get_logo() -> bytes:
	"""Return the company's mark as a PNG: a flame before two summits."""
	picture = Image.new("RGBA", (480, 480), (255, 255, 255, 0))
	pen = ImageDraw.Draw(picture)
	pen.polygon(((10, 400), (170, 110), (330, 400)), fill=(31, 78, 121))
	pen.polygon(((190, 400), (330, 170), (470, 400)), fill=(74, 134, 184))
	for colour, flame in FLAMES:
		pen.polygon(smooth(flame), fill=colour)
	written = BytesIO()
	picture.resize((160, 160), Image.Resampling.LANCZOS).save(written, "PNG", optimize=True)
	return written.getvalue()


def get_signature() -> str:
	"""Return a signature as Desk's field keeps it: a PNG as a data URI."""
	sheet = Image.new("RGBA", (1280, 400), (255, 255, 255, 0))
	pen = ImageDraw.Draw(sheet)
	for stroke in STROKES:
		pen.line([(2 * x, 2 * y) for x, y in smooth(stroke)], fill=(24, 32, 72, 255), width=7, joint="curve")
	written = BytesIO()
	sheet.resize((640, 200), Image.Resampling.LANCZOS).save(written, "PNG", optimize=True)
	return f"data:image/png;base64,{base64.b64encode(written.getvalue()).decode()}"


def smooth(points: tuple) -> list[tuple[float, float]]:
	"""Round the corners of a line, three times, each time by cutting them off (Chaikin)."""
	for _round in range(3):
		cut = [points[0]]
		for (x, y), (next_x, next_y) in pairwise(points):
			cut.append((0.75 * x + 0.25 * next_x, 0.75 * y + 0.25 * next_y))
			cut.append((0.25 * x + 0.75 * next_x, 0.25 * y + 0.75 * next_y))
		points = [*cut, points[-1]]
	return list(points)
