"""Which language Desk speaks to the people of the demo."""

from desk import DISPATCHER, TECHNICIAN, Desk


def speak(desk: Desk, language: str) -> None:
	desk.log_out()
	request = desk.page.request
	request.post(f"{desk.address}/api/method/login", form={"usr": "Administrator", "pwd": "admin"})
	for user in (DISPATCHER, TECHNICIAN):
		answer = request.put(f"{desk.address}/api/resource/User/{user}", data={"language": language})
		assert answer.ok, answer.text()
	desk.log_out()
