"""Made-up people as a registry has them: clans with brothers, cousins, twins and namesakes, and some entered twice.

The second record of a person differs as records do: a wrong digit, day and month swapped, a part of the name left
out, a slip of the pen, Latin letters, another number, none. One seed gives one registry, the same wherever it runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tests.registry.people.duplicates.name_lists import FAMILIES, LATIN, MEN, WOMEN, Name

WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
TODAY = date(2026, 4, 1)
# Places of birth by the two digits of the number, with rough weights; 88 is abroad.
PLACES = {
    "01": 20,
    "02": 11,
    "03": 3,
    "12": 12,
    "13": 14,
    "21": 16,
    "24": 9,
    "27": 8,
    "28": 8,
    "29": 20,
    "88": 1,
}
TWICE = 0.075  # of all records are second ones
TWINS, NEW_YEAR = 0.03, 0.15  # of births; of the births before 1960 without a known day
SIMILAR_LETTERS = ("تط", "سصث", "ذزظ", "دض", "قك", "هح", "اع", "يو", "بتن", "جحخ", "رز", "فق")
TWINS_NAMES = (
    ("حسن", "حسين"),
    ("محمد", "محمود"),
    ("أحمد", "حامد"),
    ("عمر", "عمرو"),
    ("كمال", "كامل"),
    ("سعد", "سعيد"),
)
SISTERS_NAMES = (
    ("أمينة", "أمنية"),
    ("منى", "مها"),
    ("نورا", "نورهان"),
    ("هدى", "ندى"),
    ("أمل", "أميرة"),
    ("سميرة", "أميرة"),
)


@dataclass(frozen=True)
class Record:
    """One record of one human being. `slips` says how it came from the first record; empty for a first one."""

    human: int
    family: int
    full_name: str
    birth_date: date
    sex: str
    birth_place: str
    number: str
    phone: str
    address: str
    slips: tuple[str, ...] = ()


class Registry:
    """A registry in the making."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.records: list[Record] = []
        self.numbers: set[str] = set()
        self.humans = 0
        self.families = 0

    # People

    def choose(self, names: list[Name]) -> str:
        return self.random.choices(names, [name.weight for name in names])[0].arabic

    def number_for(self, born: date, sex: str, place: str) -> str:
        """A number that nobody has yet; made-up people have a serial that begins with 000."""
        serials = list(range(1, 10, 2) if sex == "male" else range(0, 10, 2))
        self.random.shuffle(serials)
        for serial in serials:
            digits = f"{'2' if born.year < 2000 else '3'}{born:%y%m%d}{place}000{serial}"
            rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11
            number = digits + str((11 - rest) % 10)
            if number not in self.numbers:
                self.numbers.add(number)
                return number
        return ""

    def add(self, name: str, born: date, sex: str, place: str, family: int) -> Record:
        self.humans += 1
        record = Record(
            human=self.humans,
            family=family,
            full_name=name,
            birth_date=born,
            sex=sex,
            birth_place=place,
            number=self.number_for(born, sex, place),
            phone=f"0100{family % 10_000_000:07}",
            address=f"{family % 97} {self.choose(FAMILIES)} {family}",
        )
        self.records.append(record)
        return record

    def day_in(self, first: int, last: int) -> date:
        """A day in these years; of the old ones many were written down as born on 1 January."""
        year = self.random.randint(first, last)
        if year < 1960 and self.random.random() < NEW_YEAR:
            return date(year, 1, 1)
        return min(date(year, 1, 1) + timedelta(days=self.random.randrange(365)), TODAY - timedelta(days=9))

    # Clans

    def clan(self) -> None:
        """Brothers with their wives and children: the children are brothers, sisters and cousins."""
        place = self.random.choices(list(PLACES), list(PLACES.values()))[0]
        forefathers = [
            self.choose(MEN),
            self.choose(FAMILIES) if self.random.random() < 0.5 else self.choose(MEN),
        ]
        grandfather = self.choose(MEN)
        first = self.random.randint(1945, 1985)
        brothers = sorted({self.choose(MEN) for _brother in range(self.random.randint(2, 4))})
        for brother in brothers:
            self.families += 1
            family = self.families
            born = self.day_in(first, first + 14)
            self.add(" ".join([brother, grandfather, *forefathers]), born, "male", place, family)
            wife = [self.choose(WOMEN), self.choose(MEN), self.choose(MEN), self.choose(FAMILIES)]
            self.add(" ".join(wife), self.day_in(first + 2, first + 18), "female", place, family)
            self.children([brother, grandfather, forefathers[0]], born.year + 24, place, family)

    def children(self, fathers: list[str], year: int, place: str, family: int) -> None:
        given: set[str] = set()
        for _birth in range(self.random.choices([1, 2, 3, 4, 5], [10, 25, 35, 20, 10])[0]):
            year += self.random.randint(1, 3)
            if year > TODAY.year:
                return
            born = self.day_in(year, year)
            for name, sex in self.born_together(given, fathers[1]):
                given.add(name)
                self.add(" ".join([name, *fathers]), born, sex, place, family)

    def born_together(self, given: set[str], grandfather: str) -> list[tuple[str, str]]:
        """One child, or twins, who like to be called alike; a first son often has his grandfather's name."""
        if self.random.random() < TWINS:
            sex = self.random.choice(["male", "female"])
            if self.random.random() < 0.5:
                pair = self.random.choice(TWINS_NAMES if sex == "male" else SISTERS_NAMES)
            else:
                pair = (self.another(given, sex), self.another(given | {"محمد"}, sex))
            return [(name, sex) for name in dict.fromkeys(pair)]
        sex = self.random.choice(["male", "female"])
        if sex == "male" and grandfather not in given and self.random.random() < 0.2:
            return [(grandfather, sex)]
        return [(self.another(given, sex), sex)]

    def another(self, given: set[str], sex: str) -> str:
        names = MEN if sex == "male" else WOMEN
        while (name := self.choose(names)) in given:
            pass
        return name

    def namesakes(self, how_many: int) -> None:
        """People of another family with the very name of someone else, and another birthday."""
        for model in self.random.sample(self.records, how_many):
            self.families += 1
            born = model.birth_date + timedelta(days=self.random.randint(40, 4000))
            if born < TODAY:
                self.add(model.full_name, born, model.sex, model.birth_place, self.families)

    # Second records

    def enter_again(self, first: Record) -> None:
        """The same human being once more, as one is who is entered at another counter."""
        slips: list[str] = []
        name = self.written_again(first.full_name, slips)
        record = replace(first, full_name=name, family=first.family)
        way = self.random.random()
        if way < 0.35:
            record = self.with_number_slip(record, slips)
        elif way < 0.45 and first.birth_date.year >= TODAY.year - 12:
            slips.append("no number yet")
            record = replace(record, number="")
            if self.random.random() < 0.2:
                record = self.with_other_birth(record, slips)
        else:
            record = self.with_other_number(record, slips)
        if self.random.random() < 0.5:
            self.families += 1
            record = replace(
                record,
                family=self.families,
                phone=f"0109{self.families % 10_000_000:07}",
                address=f"{self.families}",
            )
        self.records.append(replace(record, slips=tuple(slips)))

    def with_number_slip(self, record: Record, slips: list[str]) -> Record:
        """One digit mistyped, or two swapped, as far as it still reads as a number; date and place follow it."""
        digits = record.number
        for _try in range(60):
            place = self.random.randrange(14)
            if self.random.random() < 0.35 and place < 13:
                typed = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
            else:
                typed = digits[:place] + self.random.choice("0123456789") + digits[place + 1 :]
            if typed == digits or typed in self.numbers or (born := birth_date_in(typed)) is None:
                continue
            if typed[7:9] not in PLACES or typed[9:12] != "000":
                continue
            self.numbers.add(typed)
            slips.append(
                "a slip in the number" if born == record.birth_date else "a slip in the number's date"
            )
            sex = "male" if int(typed[12]) % 2 else "female"
            return replace(record, number=typed, birth_date=born, birth_place=typed[7:9], sex=sex)
        return self.with_other_number(record, slips)

    def with_other_number(self, record: Record, slips: list[str]) -> Record:
        """Another number, copied from another paper, or a passport; the date as somebody said or wrote it."""
        if self.random.random() < 0.5:
            record = self.with_other_birth(record, slips)
        if self.random.random() < 0.25:
            slips.append("a passport")
            return replace(record, number="", birth_place="")
        slips.append("another number")
        number = self.number_for(record.birth_date, record.sex, record.birth_place)
        return replace(record, number=number)

    def with_other_birth(self, record: Record, slips: list[str]) -> Record:
        slip, born = self.random.choice(list(slips_of_date(record.birth_date, self.random)))
        slips.append(slip)
        return replace(record, birth_date=born)

    def written_again(self, name: str, slips: list[str]) -> str:
        parts = parted(name)
        way = self.random.random()
        if way < 0.08:
            slips.append("in Latin letters")
            return " ".join(self.random.choice(LATIN[part]) for part in parts)
        if way < 0.38:
            slips.append("a slip in the name")
            parts = self.with_slip(parts)
        elif way < 0.53 and len(parts) > 3:
            slips.append("a part left out")
            del parts[self.random.choice([1, 2, 3, 3])]
        elif way < 0.58:
            slips.append("parts in another order")
            place = self.random.choice([0, 1, 1])
            parts[place], parts[place + 1] = parts[place + 1], parts[place]
        elif way < 0.65:
            slips.append("two slips in the name")
            parts = self.with_slip(self.with_slip(parts))
        elif way < 0.70:
            slips.append("a part more")
            parts.append(self.choose(FAMILIES))
        return " ".join(self.spelled_freely(part) for part in parts)

    def with_slip(self, parts: list[str]) -> list[str]:
        place = self.random.randrange(min(len(parts), 3))
        word = parts[place]
        at = self.random.randrange(1, len(word))
        if word[at] == " ":
            at -= 1
        way = self.random.random()
        if way < 0.25 and len(word) > 3:
            typed = word[:at] + word[at + 1 :]
        elif way < 0.45:
            typed = word[:at] + word[at] + word[at:]
        elif way < 0.65 and at + 1 < len(word) and word[at + 1] != " ":
            typed = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        else:
            alike = [
                letter
                for group in SIMILAR_LETTERS
                if word[at] in group
                for letter in group
                if letter != word[at]
            ]
            typed = word[:at] + self.random.choice(alike or list("ايولمن")) + word[at + 1 :]
        return [*parts[:place], typed, *parts[place + 1 :]]

    def spelled_freely(self, part: str) -> str:
        """As people write: without hamza, ha for ta marbuta, عبد with or without a space, the article or none."""
        if self.random.random() < 0.7:
            return part
        free = part.replace("أ", "ا").replace("إ", "ا").replace("آ", "ا").replace("ة", "ه").replace("ى", "ي")
        if free.startswith("عبد ") and self.random.random() < 0.6:
            free = free.replace(" ", "")
        elif free.startswith("ال") and self.random.random() < 0.3:
            free = free[2:]
        return free


def parted(name: str) -> list[str]:
    """The parts of a name of these lists: عبد الله and نور الدين are one each."""
    parts: list[str] = []
    for word in name.split():
        opens = parts and parts[-1] in ("عبد", "أبو", "نور", "سيف", "علاء")
        if opens and f"{parts[-1]} {word}" in LATIN:
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return parts


def birth_date_in(number: str) -> date | None:
    """The birth date that 14 digits say, if it is a day that has come."""
    if number[0] not in "23":
        return None
    try:
        born = date({"2": 1900, "3": 2000}[number[0]] + int(number[1:3]), int(number[3:5]), int(number[5:7]))
    except ValueError:
        return None
    return born if born <= TODAY else None


def slips_of_date(born: date, random: Random) -> Iterator[tuple[str, date]]:
    """What a person's hand makes of a date, each kind at most once."""
    digits = f"{born:%Y%m%d}"
    for years in (random.choice([-1, 1]),):
        yield from existing("the year before or after", f"{born.year + years}{digits[4:]}")
    yield from existing("day and month swapped", digits[:4] + digits[6:] + digits[4:6])
    yield from existing("two digits of the year swapped", digits[:2] + digits[3] + digits[2] + digits[4:])
    while True:
        place = random.randrange(3, 8)
        wrong = list(
            existing(
                "one digit of the date", digits[:place] + random.choice("0123456789") + digits[place + 1 :]
            )
        )
        if wrong and wrong[0][1] != born:
            yield from wrong
            return


def existing(slip: str, digits: str) -> Iterator[tuple[str, date]]:
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return
    if found.year > 1915 and found <= TODAY:
        yield slip, found


def registry(seed: int, size: int) -> list[Record]:
    """So many records, in the order in which they were entered: second ones anywhere after the first."""
    made = Registry(seed)
    seconds = round(size * TWICE)
    namesakes = size // 100
    while len(made.records) < size - seconds - namesakes:
        made.clan()
    made.namesakes(namesakes)
    first = made.records = [record for record in made.records if record.number][: size - seconds]
    for person in made.random.sample(first, seconds):
        made.enter_again(person)
    second = made.records[len(first) :]
    for record in second:
        first.insert(made.random.randrange(len(first)), record)
    return made.records[: len(first)]
