"""Says short words aloud by the system's own speech program, in a thread of its own.

Only the newest words are said: what is still being said when others come is cut off. Which words
are said, and when, is the screen's.
"""

from __future__ import annotations

import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

Command = tuple[str, ...]
_WINDOWS = (
    "Add-Type -AssemblyName System.Speech;"
    "$v = New-Object System.Speech.Synthesis.SpeechSynthesizer;"
    "try {{ $v.SelectVoiceByHints('NotSet', 'NotSet', 0, [cultureinfo]'{language}') }} catch {{ }};"
    "$v.Rate = 2; $v.Speak([Console]::In.ReadToEnd())"
)


def program_of(
    language: str,
    platform: str = sys.platform,
    which: Callable[[str], str | None] = shutil.which,
) -> Command:
    """The command that says what it reads from its input; empty where the system has none."""
    ways: Sequence[Command]
    if platform == "win32":
        spoken = _WINDOWS.format(language=language)
        ways = [("powershell", "-NoProfile", "-NonInteractive", "-Command", spoken)]
    elif platform == "darwin":
        ways = [("say",)]
    else:
        ways = [
            ("espeak-ng", "--stdin", "-v", language, "-s", "190"),
            ("espeak", "--stdin", "-v", language, "-s", "190"),
            ("spd-say", "--pipe-mode", "--wait", "-l", language),
        ]
    return next((way for way in ways if which(way[0])), ())


class Speech:
    """`say` never waits. Without a program it is silent, and `works` says so."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self._wanted: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._running: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None

    def works(self) -> bool:
        """Whether anything can be said here."""
        return bool(self._command)

    def say(self, words: str) -> None:
        """Say this next, instead of whatever is being said."""
        if not self._command or not words:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="speech", daemon=True)
            self._thread.start()
        self._wanted.put(words)

    def close(self) -> None:
        """Fall silent for good."""
        if self._thread is not None:
            self._wanted.put(None)
            self._thread.join(5)

    def _run(self) -> None:
        while (words := self._newest()) is not None:
            self._cut_off()
            try:
                self._begin(words)
            except OSError:  # the program went away since it was looked for
                self._command = ()
                break
        self._cut_off()

    def _newest(self) -> str | None:
        words = self._wanted.get()
        while words is not None and not self._wanted.empty():
            words = self._wanted.get()
        return words

    def _begin(self, words: str) -> None:
        hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        self._running = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            creationflags=hidden,
        )
        assert self._running.stdin is not None
        with self._running.stdin as pipe:
            pipe.write(f"{words}\n")

    def _cut_off(self) -> None:
        if self._running is None:
            return
        self._running.terminate()
        self._running.wait(2)
        self._running = None
