"""Standard output as commands use it: what cannot be written there is told apart from all else."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TextIO, TypeVar

T = TypeVar("T")


class Unwritten(Exception):
    """An answer could not be written; what it tells of is done all the same.

    `words` are the system's, empty when whoever read the answers has left.
    """

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Answers:
    """A stream whose own troubles are `Unwritten`; everything else is the stream's."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, or raise `Unwritten`."""
        return self._tried(lambda: self._stream.write(text))

    def flush(self) -> None:
        """Have it all written, or raise `Unwritten`."""
        self._tried(self._stream.flush)

    def _tried(self, do: Callable[[], T]) -> T:
        try:
            return do()
        except OSError as error:
            self._write_into_nothing()
            left = isinstance(error, BrokenPipeError)
            raise Unwritten("" if left else error.strerror or "") from None

    def _write_into_nothing(self) -> None:
        """Else it is tried once more at the end, with an error that nobody can read."""
        with suppress(OSError):
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, self._stream.fileno())
            os.close(nothing)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
