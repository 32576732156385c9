"""Errors to Sentry, if SENTRY_DSN is set: where in the code and of which type, never what a reader answered."""

from typing import Any

KEPT = ("method", "url")  # of the request


def begin(dsn: str, **options: Any) -> None:
    import sentry_sdk

    sentry_sdk.init(
        dsn,
        send_default_pii=False,
        include_local_variables=False,  # of every frame, and the answers are among them
        max_request_body_size="never",
        max_breadcrumbs=0,  # queries with their values
        auto_session_tracking=False,
        before_send=scrubbed,  # type: ignore[arg-type]
        **options,
    )


def scrubbed(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """The event without query string, headers, body, the words of exceptions, and what log lines have besides."""
    from guide.operating import logs, watching

    if "request" in event:
        event["request"] = {name: event["request"][name] for name in KEPT if name in event["request"]}
        event["request"]["url"] = event["request"].get("url", "").partition("?")[0]
    for value in event.get("exception", {}).get("values", []):
        if value["type"] not in {machine.__name__ for machine in logs.MACHINES}:
            value["value"] = logs.LEFT_OUT
    if message := event.get("logentry", {}).get("message"):
        event["logentry"] = {"message": logs.scrubbed(message)}  # without what is put into it
    event.setdefault("tags", {})["request_id"] = watching.request_id.get()
    for name in ("extra", "user", "breadcrumbs"):
        event.pop(name, None)
    return event
