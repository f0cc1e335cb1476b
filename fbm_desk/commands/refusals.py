"""What went wrong in one plain sentence: what happened, what was kept, what to do next."""

from __future__ import annotations

from fbm_desk import texts
from fbm_desk.domain.errors import Refusal


def in_words(error: Exception) -> str | None:
    """The sentence for an expected error; None for a bug of ours, which must show itself."""
    if isinstance(error, Refusal):
        key = f"error.{error.code}"
        return texts.say(key, **error.facts) if texts.has(key) else texts.say("error.other")
    name = type(error).__name__
    if name in ("UnreadableReport", "WrongSetting", "NoSecret", "Unusable"):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return texts.say("error.file", words=error.strerror)
    return None
