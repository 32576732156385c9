"""The plan as plain values, for JSON; docs/plan-json.md is the contract."""

import datetime as dt
from typing import Any

from carriers.facts import Source
from guide.language import in_language
from guide.plan import Plan, Step

VERSION = 1


def as_plain(plan: Plan, language: str) -> dict[str, Any]:
    def words(text: Any) -> str:
        return in_language(text, language)[0]

    return {
        "version": VERSION,
        "language": language,
        "carrier": plan.carrier.slug,
        "carrier_name": words(plan.carrier.name),
        "answers": {key: list(values) for key, values in plan.answers.given.items()},
        "made_at": plan.now.isoformat(timespec="minutes"),
        "nothing_to_cancel": plan.nothing_to_cancel,
        "last_safe_day": _iso(plan.last_safe_day),
        "best_window": [_iso(plan.timing.window_from), _iso(plan.last_safe_day)]
        if plan.timing and plan.last_safe_day
        else None,
        "contract_ends": _iso(plan.contract_ends),
        "costs_more_from": _iso(plan.timing.costs_more_from) if plan.timing else None,
        "ending_rule": _rule(plan, words),
        "assumed": [question.key for question in plan.assumed],
        "steps": [_step(step, words) for step in plan.steps],
        "unknowns": [_unknown(row, words) for row in plan.unknowns],
    }


def _rule(plan: Plan, words: Any) -> dict[str, Any] | None:
    rule = plan.rule
    if rule is None:
        return None
    return {
        "title": words(rule.title),
        "text": words(rule.text),
        "confidence": rule.confidence.value,
        "conflict": words(rule.conflict) or None,
        "checked_on": _iso(rule.checked_on),
        "sources": [_source(row, words) for row in plan.rule_sources],
    }


def _source(row: Source, words: Any) -> dict[str, Any]:
    return {
        "url": row.url,
        "publisher": row.publisher,
        "remark": words(row.remark) or None,
        "official": row.official,
        "page_date": _iso(row.page_date),
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _step(step: Step, words: Any) -> dict[str, Any]:
    return {
        "id": step.id,
        "stage": step.stage.value,
        "title": words(step.title),
        "text": words(step.text),
        "do_by": _iso(step.do_by),
        "when": step.when,
        "window_closes": _iso(step.window_closes),
        "next_closes": _iso(step.next_closes),
        "certain": step.certain,
        "alternative": step.alternative,
        "because": list(step.because),
        "what_to_do": [words(row.text) for row in step.what_to_do],
        "url": step.method.url if step.method else None,
        "phone": (step.method.phone or None) if step.method else None,
        "address": step.address or None,
        "bring": [
            {"ja": row.document.ja, "name": words(row.document.name), "if_held": row.if_held} for row in step.bring
        ],
        "costs": [
            {"title": words(row.title), "text": words(row.text), "jpy": row.jpy, "certain": row.certain}
            for row in step.costs
        ],
        "phrases": [
            {
                "ja": row.ja,
                "kana": row.kana,
                "romaji": row.romaji,
                "meaning": words(row.meaning),
                "speaker": row.speaker,
            }
            for row in step.phrases
        ],
        "sources": [_source(row, words) for row in step.sources],
        "confidence": step.confidence.value,
        "conflict": words(step.conflict) or None,
        "checked_on": _iso(step.checked_on),
        "unknowns": [_unknown(row, words) for row in step.unknowns],
    }


def _unknown(row: Any, words: Any) -> dict[str, str]:
    return {
        "text": words(row.text),
        "ask": row.ask,
        "kana": row.kana,
        "romaji": row.romaji,
        "meaning": words(row.meaning),
    }
