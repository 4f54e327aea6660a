"""Random calendars, written twice: as a configuration file for the program, and as Python that says when they are open.

The Python knows nothing of the program: zones are zoneinfo's, RRULEs are dateutil's, cron is read here. All it shares is the rule of
docs/guides/calendars.md: open when the time on the wall clock is in a window and in no holiday; a freeze is never shorter than intended.
"""

import random
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

FIRST, LAST = 2020, 2040
EPOCH = datetime(1970, 1, 1)
DAY = 86_400
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
BEGIN, END = date(FIRST - 1, 11, 1), date(LAST + 1, 2, 28)


def seconds(local: datetime) -> int:
    return (local - EPOCH) // timedelta(seconds=1)


@dataclass
class Times:
    """A union of intervals [from, until), in seconds, with lookup by binary search."""

    spans: list[tuple[int, int]]
    edges: list[int] = field(default_factory=list)

    def __post_init__(self):
        for begin, end in sorted(span for span in self.spans if span[0] < span[1]):
            if self.edges and begin <= self.edges[-1]:
                self.edges[-1] = max(self.edges[-1], end)
            else:
                self.edges += [begin, end]

    def __contains__(self, second: int) -> bool:
        return bisect_right(self.edges, second) % 2 == 1


@dataclass
class Calendar:
    """What the program is given, and the expected truth."""

    config: dict
    zone: ZoneInfo
    windows: Times  # of the wall clock
    holidays: Times  # of the wall clock
    freezes: Times  # of UTC
    sql: list[str]  # the windows, for PostgreSQL; empty when it has no word for them

    def is_open(self, second: int) -> bool:
        shown = second + datetime.fromtimestamp(second, self.zone).utcoffset() // timedelta(seconds=1)
        return shown in self.windows and shown not in self.holidays and second not in self.freezes


def make(zone: str, seed: int, plain: bool) -> Calendar:
    """A calendar in this zone. A plain one only has what PostgreSQL can express, too: times of the week, dates and anniversaries."""
    dice = random.Random(f"{seed} {zone} {plain}")
    info = ZoneInfo(zone)
    kinds = [weekly] if plain else [weekly, cron, rule, once]
    windows = [dice.choice(kinds)(dice) for _ in range(dice.randint(1, 5))]
    holidays = [whole_day(dice) for _ in range(dice.randint(0, 30))] + [anniversary(dice) for _ in range(dice.randint(0, 4))]
    holidays += [] if plain else [dice.choice([rule, weekly])(dice) for _ in range(dice.randint(0, 2))]
    config = {"zone": zone, "open": [each[0] for each in windows], "holidays": [each[0] for each in holidays]}
    stops = [] if plain else [freeze(dice, info, i) for i in range(dice.randint(0, 3))]
    return Calendar(
        {
            "app": "oracle",
            "calendars": {"c": config},
            "freezes": [each[0] for each in stops],
            "environments": {"e": {"calendar": "c", "hosts": ["local:"]}},
        },
        info,
        Times([span for each in windows for span in each[1]]),
        Times([span for each in holidays for span in each[1]]),
        Times([span for each in stops for span in each[1]]),
        [each[2] for each in windows] if plain else [],
    )


def dates():
    for ordinal in range(BEGIN.toordinal(), END.toordinal() + 1):
        yield date.fromordinal(ordinal)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def minute_of_day(dice) -> int:
    """Mostly near midnight and in the small hours, when clocks change."""
    return dice.choice([dice.randrange(1440), dice.randrange(22 * 60, 28 * 60) % 1440, dice.choice([0, 60, 90, 120, 150, 180, 1380])])


def weekly(dice):
    opens, length = minute_of_day(dice), dice.choice([dice.randrange(1, 180), dice.randrange(1, 1440), 1440])
    opens = 0 if length == 1440 else opens
    days = [day for day in range(7) if dice.random() < 0.5] or [6]
    closes = opens + length if opens + length <= 1440 else opens + length - 1440
    text = f"{','.join(DAYS[day] for day in days)} {clock(opens)}-{clock(closes)}"
    spans = [(at + opens * 60, at + (opens + length) * 60) for at in midnights(day for day in dates() if day.weekday() in days)]
    sql = f"(ARRAY[{','.join(str(day + 1) for day in days)}], {opens}, {length})"
    return text, spans, sql


def midnights(days):
    return [(day.toordinal() - EPOCH.toordinal()) * DAY for day in days]


def length_of(dice) -> tuple[str, int]:
    minutes = dice.choice([dice.randrange(1, 240), dice.randrange(1, 60) * 60, dice.choice([1440, 2880, 60, 90])])
    return f"{minutes}m", minutes * 60


def cron(dice):
    """The values of each field are drawn first and then written out: nothing is parsed here."""
    minutes = sorted(dice.sample(range(60), dice.randint(1, 3)))
    hours = sorted(dice.sample(range(24), dice.randint(1, 4)))
    month_days = dice.choice([None, sorted(dice.sample(range(1, 32), dice.randint(1, 6)))])
    months = dice.choice([None, sorted(dice.sample(range(1, 13), dice.randint(3, 9)))])
    week_days = dice.choice([None, sorted(dice.sample(range(7), dice.randint(1, 4)))])  # 0 is Sunday
    text = " ".join("*" if field is None else ",".join(map(str, field)) for field in (minutes, hours, month_days, months, week_days))
    duration, length = length_of(dice)

    def matches(day: date) -> bool:
        of_month, of_week = month_days is None or day.day in month_days, week_days is None or day.isoweekday() % 7 in week_days
        both = month_days is not None and week_days is not None
        return (months is None or day.month in months) and (of_month or of_week if both else of_month and of_week)

    begins = [at + (hour * 60 + minute) * 60 for at in midnights(day for day in dates() if matches(day)) for hour in hours for minute in minutes]
    return {"cron": text, "for": duration}, [(begin, begin + length) for begin in begins], None


def rule(dice):
    """An RRULE whose DTSTART is its first occurrence."""
    while True:
        text = draw_rule(dice)
        start = datetime(dice.randint(2015, 2026), dice.randint(1, 12), dice.randint(1, 28)) + timedelta(minutes=minute_of_day(dice))
        first = rrulestr(f"RRULE:{text}", dtstart=start).after(start - timedelta(days=1))
        if first is not None and first.year < 2040:
            break
    ending = dice.choice(["", f";COUNT={dice.randint(1, 60)}", f";UNTIL={datetime(dice.randint(first.year, 2041), 12, 31, 12):%Y%m%dT%H%M%S}"])
    end = datetime.combine(END, datetime.min.time())
    if ending.startswith(";COUNT") and list(rrulestr(f"RRULE:{text}{ending}", dtstart=first))[-1] > first.replace(year=first.year + 95):
        ending = ""  # the program refuses one that is not reached within 100 years
    every = rrulestr(f"RRULE:{text}{ending}", dtstart=first)
    occurrences = list(every.between(datetime(FIRST - 1, 11, 1), end, inc=True))
    skip = dice.sample(occurrences, max(0, min(len(occurrences) - 1, dice.randint(0, 2))))  # the program refuses a rule of which nothing is left
    duration, length = length_of(dice)
    config = {"rrule": text + ending, "start": f"{first:%Y-%m-%dT%H:%M}", "for": duration, "skip": [f"{at:%Y-%m-%d}" for at in skip]}
    spans = [(seconds(at), seconds(at) + length) for at in occurrences if at not in skip]
    return config, spans, None


def draw_rule(dice) -> str:
    frequency = dice.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={frequency}"] + ([f"INTERVAL={dice.randint(1, 4)}"] if dice.random() < 0.5 else [])
    days = [day[:2].upper() for day in dice.sample(DAYS, dice.randint(1, 3))]
    months = f"BYMONTH={','.join(map(str, sorted(dice.sample(range(1, 13), dice.randint(1, 6)))))}"
    month_days = f"BYMONTHDAY={','.join(str(dice.choice([day, -day])) for day in dice.sample(range(1, 32), dice.randint(1, 4)))}"
    numbered = [f"{dice.choice([1, 2, 3, 4, -1, -2] if dice.random() < 0.8 else [5, -5])}{day}" for day in days]
    if frequency == "WEEKLY":
        parts += [f"BYDAY={','.join(days)}"] if dice.random() < 0.7 else []
        parts += [f"WKST={dice.choice(['SU', 'MO', 'WE'])}"] if dice.random() < 0.5 else []
    elif dice.random() < 0.5 and frequency != "DAILY":
        parts += [f"BYDAY={','.join(numbered)}"]
    elif dice.random() < 0.6:
        parts += [month_days] + ([f"BYDAY={','.join(days)}"] if dice.random() < 0.3 else [])
    elif frequency == "MONTHLY":
        parts += [f"BYDAY={','.join(days)}", f"BYSETPOS={dice.choice([1, 2, -1])}"]
    if dice.random() < 0.4:
        parts += [months]
    return ";".join(parts)


def once(dice):
    begin = datetime(dice.randint(FIRST, LAST), dice.randint(1, 12), dice.randint(1, 28)) + timedelta(minutes=minute_of_day(dice))
    end = begin + timedelta(minutes=dice.choice([dice.randrange(1, 600), dice.randrange(600, 60_000)]))
    return {"from": f"{begin:%Y-%m-%dT%H:%M}", "until": f"{end:%Y-%m-%dT%H:%M}"}, [(seconds(begin), seconds(end))], None


def whole_day(dice):
    day = date.fromordinal(dice.randrange(date(FIRST, 1, 1).toordinal(), END.toordinal()))
    return day.isoformat(), [(at, at + DAY) for at in midnights([day])], None


def anniversary(dice):
    first = datetime(dice.choice([2016, 2018]), dice.randint(1, 12), dice.randint(1, 28))
    every = [date(year, first.month, first.day) for year in range(first.year, LAST + 2)]
    config = {"rrule": "FREQ=YEARLY", "start": f"{first:%Y-%m-%dT%H:%M}", "for": "1d"}
    return config, [(at, at + DAY) for at in midnights(every)], None


def freeze(dice, zone: ZoneInfo, number: int):
    config, spans, _ = dice.choice([once, weekly, rule])(dice)
    config = config if isinstance(config, dict) and "from" in config else {"during": [config]}
    utc = [(earliest(begin, zone), latest(end, zone)) for begin, end in spans]
    return {"name": f"freeze {number}", "zone": zone.key, **config}, utc


def both(local: int, zone: ZoneInfo) -> list[int]:
    """The instants at which the clock shows a time: one, two, or, for a time in a gap, the end of the gap twice."""
    shown = EPOCH + timedelta(seconds=local)
    instants = [int(shown.replace(tzinfo=zone, fold=fold).timestamp()) for fold in (0, 1)]
    if datetime.fromtimestamp(instants[0], zone).replace(tzinfo=None) == shown:
        return instants
    low, high = min(instants) - 1, max(instants)
    before = datetime.fromtimestamp(low, zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if datetime.fromtimestamp(middle, zone).utcoffset() == before else (low, middle)
    return [high, high]


def earliest(local: int, zone: ZoneInfo) -> int:
    return min(both(local, zone))


def latest(local: int, zone: ZoneInfo) -> int:
    return max(both(local, zone))


def transitions(zone: ZoneInfo) -> list[int]:
    """Every instant in these years at which the offset changes, found by bisecting the days on which it differs between start and end."""
    def offset(second: int):
        return datetime.fromtimestamp(second, timezone.utc).astimezone(zone).utcoffset()

    found, step = [], DAY // 4
    first = int(datetime(FIRST, 1, 1, tzinfo=timezone.utc).timestamp())
    last = int(datetime(LAST + 1, 1, 1, tzinfo=timezone.utc).timestamp())
    before = offset(first)
    for begin in range(first, last, step):
        after = offset(begin + step)
        if after != before:
            low, high = begin, begin + step
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == before else (low, middle)
            found.append(high)
        before = after
    return found
