"""The program's log: one rotating file, one line an entry, no personal data and no secrets.

What is logged and when is left to whoever logs; the audit trail of who did what is the database's.
Source for the rules: OWASP ASVS 5.0, 16.2.5 (no sensitive data) and 16.4.1 (no log injection).
"""

from __future__ import annotations

import logging
import logging.handlers
import os
import re
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, TextIO

FILE_NAME = "fbm-desk.log"
FILE_SIZE = 2_000_000
"""Bytes at which a new file is begun."""
FILES_KEPT = 5
ENTRY_LENGTH = 2_000
"""Characters of one message; what is longer is cut."""

#: Libraries that tell addresses and tokens when asked for more than warnings.
TALKATIVE = ("httpx", "httpcore", "sp_api", "urllib3", "escpos", "PIL", "sqlalchemy", "alembic")

#: Line ends, terminal commands and marks that turn the direction of text round.
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")

SECRETS = re.compile(
    r"""
    (?P<mail>[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)
  | (?P<token>\bAt[zc][a-z]?(?:\||%7C)[\w.+/=|%-]+)       # Login with Amazon: access, refresh
  | (?P<id>\bamzn1\.[\w.-]+)                              # application ids and client secrets
  | (?P<jwt>\beyJ[\w-]{8,}(?:\.[\w-]+)*)
  | (?P<bearer>(?<=Bearer[ ])[\w.+/=|~-]+)
  | (?P<address>(?<=://)[^\s:/@]*:[^\s/@]+@)              # user and password of a database
  | (?P<named>(?<=secret=|.token=|sswor[dt]=)[^\s&,;]+)   # in the body of a form
  | (?P<key>\b[0-9A-Fa-f]{32,}\b)
    """,
    re.VERBOSE,
)


def configure(folder: Path, *, level: int = logging.INFO, errors_to: TextIO | None = None) -> None:
    """Log into `folder` from now on, and warnings to `errors_to` (standard error) as well.

    Called before libraries are imported that would set logging up themselves. Called again, it
    changes the folder. A folder that cannot be written is said on standard error, once.
    """
    close()
    root = logging.getLogger()
    root.setLevel(level)
    screen = _Screen(errors_to or sys.stderr)
    screen.setLevel(logging.WARNING)
    screen.setFormatter(OneLine("%(levelname)s: %(message)s"))
    root.addHandler(screen)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        root.addHandler(_file(folder))
    except OSError as error:
        root.warning("The log cannot be written (%s); the work goes on.", error.strerror)


def close() -> None:
    """Close what `configure` opened and leave logging as Python has it."""
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    for handler in [each for each in root.handlers if isinstance(each, _File | _Screen)]:
        root.removeHandler(handler)
        handler.close()


def harmless(text: str) -> str:
    """`text` on one line, without control characters, addresses and secrets, and not endless."""
    told = SECRETS.sub("[withheld]", text[: 2 * ENTRY_LENGTH])
    if max(len(told), len(text)) > ENTRY_LENGTH:
        told = f"{told[:ENTRY_LENGTH]} … ({len(text)} characters)"
    return CONTROLS.sub(_escaped, told).encode("utf-8", "backslashreplace").decode("utf-8")


def _escaped(control: re.Match[str]) -> str:
    return control.group().encode("unicode_escape").decode("ascii")


class OneLine(logging.Formatter):
    """Writes an entry on one line, and under it, indented, where an error came from.

    An error is told by its type and the places it passed. Its own words are told only when it is
    ours: a library's words quote what it was working on, `invalid literal: 'Elm Street 5'`.
    """

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """The moment in UTC, to the millisecond."""
        del datefmt
        moment = datetime.fromtimestamp(record.created, UTC)
        return f"{moment:%Y-%m-%dT%H:%M:%S}.{int(record.msecs):03}Z"

    def format(self, record: logging.LogRecord) -> str:
        """The whole entry; what another formatter left in the record is not trusted."""
        record.message = record.getMessage()
        record.asctime = self.formatTime(record)
        parts = [harmless(self.formatMessage(record))]
        if record.exc_info:
            parts.append(self.formatException(record.exc_info))
        if record.stack_info:
            parts.append(self.formatStack(record.stack_info))
        return "\n".join(parts)

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """The chain of errors, each line indented so that none looks like an entry."""
        return "\n".join(f"    {harmless(line)}" for line in _chain(ei[1]))

    def formatStack(self, stack_info: str) -> str:
        """A stack that was asked for, indented as well."""
        return "\n".join(f"    {harmless(line)}" for line in stack_info.splitlines())


def _chain(error: BaseException | None) -> Iterator[str]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        for frame in traceback.extract_tb(error.__traceback__):
            where = "/".join(Path(frame.filename).parts[-3:])
            yield f"{where}:{frame.lineno} in {frame.name}"
        yield _words(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _words(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, OSError) and error.errno:
        return f"{name}: {os.strerror(error.errno)}"
    return f"{name}: {error}" if type(error).__module__.startswith("fbm_desk.") else name


class _Screen(logging.StreamHandler[TextIO]):
    """Standard error; a closed one is not worth an error of its own."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Python's own report would print the entry with all it holds."""


class _File(logging.handlers.RotatingFileHandler):
    """The log file, which only this account may read."""

    def _open(self) -> IO[str]:  # type: ignore[override]
        stream = super()._open()
        if os.name == "posix":
            os.chmod(self.baseFilename, 0o600)
        return stream

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk must not stop the bench; Python's own report would print the entry."""


def _file(folder: Path) -> _File:
    handler = _File(
        folder / FILE_NAME, maxBytes=FILE_SIZE, backupCount=FILES_KEPT, encoding="utf-8"
    )
    handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    return handler
