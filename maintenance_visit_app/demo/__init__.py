"""Demo data, which is also the tests' world: built through the real controllers, as often as you like.

The history is for looking at, not for tests: four months of visits, and those of the coming days.
"""

from maintenance_visit_app.demo.build import make_demo_data
from maintenance_visit_app.demo.history import make_demo_history

__all__ = ["make_demo_data", "make_demo_history"]
