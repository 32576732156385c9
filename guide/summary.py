""" "Your answers": each answer in words, with the way to change it."""

from dataclasses import dataclass

from carriers.facts import Carrier
from guide.answers import Answers
from guide.beside import ALONE, Beside
from guide.questions import CARRIER, LEAVING, QUESTIONS, Question, Words
from guide.templatetags.words import day, plain


@dataclass(frozen=True)
class Given:
    question: Question
    said: list[Words]
    change: str  # the address of its question, with all answers


def given_answers(answers: Answers, carrier: Carrier | None, beside: Beside = ALONE) -> list[Given]:
    pairs = answers.pairs()
    return [
        Given(question, in_words(question, answers, carrier), f"{beside.question(key, pairs)}#{key}")
        for key, question in QUESTIONS.items()
        if key in answers
    ]


def in_words(question: Question, answers: Answers, carrier: Carrier | None) -> list[Words]:
    if question is CARRIER:
        return [plain(carrier.name)] if carrier else []
    if question is LEAVING and answers.leaving_on:
        return [day(answers.leaving_on)]
    return [option.label for value in answers.all(question.key) if (option := question.option(value))]
