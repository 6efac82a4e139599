"""What is a drive: the pause between a technician's check-out and his next check-in."""

from datetime import timedelta

# A longer pause between two visits is no drive
LONGEST_DRIVE = timedelta(hours=3)


def is_drive(pause: timedelta) -> bool:
	"""Tell whether somebody who checks in so long after he has checked out came by car in between."""
	return timedelta() < pause <= LONGEST_DRIVE
