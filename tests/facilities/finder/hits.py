"""How often the right answer is first, or among the first three, by variant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from facilities.directory.finder.search import WordIndex
from tests.facilities.finder.questions import Question

ALL = "all questions"
FIRST_FEW = 3

Answerer = Callable[[str], list[str]]  # from a question to the codes of its first answers


@dataclass
class Hits:
    asked: int = 0
    first: int = 0
    among_three: int = 0
    missed: list[str] = field(default_factory=list)

    def note(self, question: Question, answers: list[str]) -> None:
        self.asked += 1
        self.first += bool(question.answers.intersection(answers[:1]))
        if question.answers.intersection(answers[:FIRST_FEW]):
            self.among_three += 1
        else:
            self.missed.append(question.text)

    @property
    def hit_at_1(self) -> float:
        return self.first / self.asked

    @property
    def hit_at_3(self) -> float:
        return self.among_three / self.asked

    def __str__(self) -> str:
        return f"hit@1 {self.hit_at_1:.1%}, hit@3 {self.hit_at_3:.1%} of {self.asked}"


def hits(questions: Iterable[Question], answer: Answerer) -> dict[str, Hits]:
    """The hits of each variant, and of all."""
    counted: defaultdict[str, Hits] = defaultdict(Hits)
    for question in questions:
        answers = answer(question.text)
        counted[question.variant].note(question, answers)
        counted[ALL].note(question, answers)
    return dict(counted)


def answers_of(index: WordIndex) -> Answerer:
    return lambda text: [match.document.entry.code for match in index.best(text, FIRST_FEW).matches]
