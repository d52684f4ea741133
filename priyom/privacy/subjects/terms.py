"""Until when a request must be answered: working days by the production calendar. Pure.

152-FZ, article 20 part 1 and article 21 part 5.1: ten working days, once prolonged by five with reasons told.
"""

from datetime import date, timedelta

from priyom.people.production import is_day_off

DAYS, MORE_DAYS = 10, 5


def due_after(received: date, days: int = DAYS) -> date:
    """Return the last day of so many working days; the day on which it came does not count."""
    day = received
    while days:
        day += timedelta(days=1)
        days -= not is_day_off(day)
    return day


def working_days_left(today: date, due: date) -> int:
    """Return how many working days are left, the due day included; what is late is negative."""
    if due < today:
        return -sum(not is_day_off(due + timedelta(days=step)) for step in range(1, (today - due).days + 1))
    return sum(not is_day_off(today + timedelta(days=step)) for step in range(1, (due - today).days + 1))
