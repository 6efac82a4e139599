"""What stands before the camera is read by the app's own reader: Chromium has none on Linux."""

from itertools import product
from pathlib import Path

from desk import TECHNICIAN
from phone import Phone
from playwright.sync_api import expect

SERIAL_NO = "CH35-2021-0147"
# The serial number in three codes, as bwip-js draws them: the modules of each line in hexadecimal, 1 is black
CODES = {
	"Code 128": (178, "348446c51973724dcbbd93b725ee9b977b36476dc58eb"),
	"QR Code": (
		21,
		"1fd77f 104141 17475d 174a5d 17535d 105441 1fd57f 0 feb31 dbe26 b672f ca335 15e94c 1901 1fd74c "
		"1059eb 175066 1755c8 175a2c 105429 1fc624",
	),
	"Data Matrix": (16, "aaaa b683 9b7a 9527 aca6 96eb bf98 b3c5 c20c c73f e256 99ed c650 8dad 9c02 ffff"),
}
WIDTH, HEIGHT, MARGIN = 640, 480, 40


def test_label_is_read_without_network(phone: Phone, tmp_path: Path):
	phone.open().log_in(TECHNICIAN).start()
	phone.wait_until_kept()
	phone.close()
	phone.film = tmp_path / "label.y4m"
	for code, is_turned in product(CODES, (False, True)):
		phone.film.write_bytes(film(*CODES[code], is_turned))
		phone.open(offline=True).start()
		phone.page.locator(".tabs").get_by_role("button", name="Scan").tap()
		expect(phone.page, f"{code}, turned: {is_turned}").to_have_url(
			f"{phone.address}/visits/equipment/{SERIAL_NO}"
		)
		phone.close()


def film(width: int, lines: str, is_turned: bool) -> bytes:
	"""A film of one picture: the code on white, as large as it goes in, upright or on its side."""
	rows = [[int(line, 16) >> place & 1 for place in reversed(range(width))] for line in lines.split()]
	module = (HEIGHT - 2 * MARGIN) // width
	height = module if len(rows) > 1 else HEIGHT // 4
	picture = [
		[255 * (1 - value) for value in row for _ in range(module)] for row in rows for _ in range(height)
	]
	if is_turned:
		picture = list(zip(*picture[::-1], strict=True))
	brightness = [bytearray([255] * WIDTH) for _ in range(HEIGHT)]
	top, left = (HEIGHT - len(picture)) // 2, (WIDTH - len(picture[0])) // 2
	for number, row in enumerate(picture):
		brightness[top + number][left : left + len(row)] = bytes(row)
	without_color = bytes([128] * (WIDTH * HEIGHT // 2))
	frame = b"FRAME\n" + b"".join(brightness) + without_color
	return f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + 2 * frame
