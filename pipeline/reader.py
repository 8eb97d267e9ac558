"""Reads files in a process of its own, so that no file can take more time or memory than it may, or stop the run.

An alarm reaches neither a thread nor code in C, and no limit of memory can be set for a part of a process. So files
that may be hard (PDF, large files, and all files on a thread) are handed to a child: past the deadline it is killed,
past the limit of memory its allocation fails, and when it dies the file is refused and the next one gets a new child.
A child serves many files; it leaves when its parent does, or when nothing has come for a while.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from pipeline import ingest

MEMORY = 3 * 2**30
"""Bytes of address space that the child may take."""
IDLE = 30.0
"""Seconds without a file after which the child leaves."""
SECONDS_A_FILE, SECONDS_A_PART = 60, 10
"""How long a file may take to be read, and how much longer for each file in a ZIP and each page that OCR reads."""
TAME = 1_000_000
"""Bytes from which a file is read in a process of its own."""
COMMAND = (sys.executable, "-P", "-m", "pipeline.reader")
_own = threading.local()


def guarded(source: str, data: bytes, known: Any, facts: Mapping[str, str]) -> dict[str, Any]:
    """What ingest reads of the file; one that takes too long or fails in an unforeseen way is refused, with that reason."""
    seconds = SECONDS_A_FILE + SECONDS_A_PART * ingest.parts_of(data)
    try:
        if not _is_tame(data):
            return read(source, data, facts, seconds)
        with _time_limit(seconds):
            return ingest.read(source, data, known, facts).as_dict()
    except Exception as error:
        return ingest.unreadable(source, f"{type(error).__name__}: {error}", data)


def _is_tame(data: bytes) -> bool:
    """Whether an alarm is enough of a guard: for small files other than PDF, where alarms can be had."""
    alarms = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    return alarms and len(data) < TAME and b"%PDF-" not in data[:1024]


class _time_limit:
    """Raise TimeoutError after some seconds; for a process's main thread."""

    def __init__(self, seconds: float):
        self.seconds = seconds

    def __enter__(self) -> None:
        def stop(*_: Any) -> None:
            raise TimeoutError(f"读取超过 {self.seconds} 秒 / took longer than {self.seconds} s")

        self.before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, self.seconds)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self.before)


def read(source: str, data: bytes, facts: Mapping[str, str], seconds: float) -> dict[str, Any]:
    """What ingest reads of the file, by this thread's child. Raises TimeoutError, or MemoryError where the child died."""
    if not hasattr(_own, "child"):
        _own.child = Child()
    reading: dict[str, Any] = _own.child.ask(source, data, facts, seconds)
    return reading


class Child:
    """A reading process: started when first asked, started again after it was killed or left."""

    def __init__(self, command: Sequence[str] = COMMAND):
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, source: str, data: bytes, facts: Mapping[str, str], seconds: float) -> dict[str, Any]:
        """One file's reading."""
        question = (json.dumps({"source": source, "facts": dict(facts)}).encode(), data)
        for attempt in (1, 2):
            process = self._running()
            overdue = threading.Event()
            timer = threading.Timer(seconds, _kill, (process, overdue))
            timer.start()
            try:
                answer = _talk(process, question)
            finally:
                timer.cancel()
            if answer:
                found: dict[str, Any] = json.loads(answer)
                return found
            left = process.wait() == 0  # after idling, between two files
            self.close()
            if overdue.is_set():
                raise TimeoutError(f"读取超过 {seconds:g} 秒 / took longer than {seconds:g} s")
            if not left or attempt == 2:
                break
        raise MemoryError("读取进程中止（内存不足或文件异常） / the reading process died")

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.close()
            path = os.pathsep.join([str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")])
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep), "OMP_NUM_THREADS": "1"},
            )
        return self.process

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                with contextlib.suppress(OSError):
                    if pipe:
                        pipe.close()
        self.process = None

    def __del__(self) -> None:
        self.close()


def _kill(process: subprocess.Popen[bytes], overdue: threading.Event) -> None:
    overdue.set()
    process.kill()


def _talk(process: subprocess.Popen[bytes], question: Sequence[bytes]) -> bytes:
    """The answer; empty where the child has gone."""
    assert process.stdin and process.stdout
    try:
        for part in question:
            _send(process.stdin, part)
        return _receive(process.stdout)
    except (BrokenPipeError, EOFError, OSError):
        return b""


def _send(pipe: IO[bytes], part: bytes) -> None:
    pipe.write(len(part).to_bytes(8, "big"))
    pipe.write(part)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    head = pipe.read(8)
    part = pipe.read(int.from_bytes(head, "big")) if len(head) == 8 else b""
    if len(head) < 8 or len(part) < int.from_bytes(head, "big"):
        raise EOFError
    return part


# --- the child -------------------------------------------------------------------------------------------------------


def serve(memory: int = MEMORY, idle: float = IDLE) -> None:
    """Answer question after question on standard input and output."""
    from pipeline import profiles

    _limit(memory)
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    known = profiles.load_all()
    with contextlib.suppress(EOFError, BrokenPipeError):
        while _comes(asked, idle):
            question = json.loads(_receive(asked))
            data = _receive(asked)
            _send(answers, _answer(question["source"], data, known, question["facts"]))


def _answer(source: str, data: bytes, known: Any, facts: Mapping[str, str]) -> bytes:
    try:
        reading = ingest.read(source, data, known, facts).as_dict()
    except Exception as error:
        reading = ingest.unreadable(source, f"{type(error).__name__}: {error}", data)
    return json.dumps(reading).encode()


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: no limit of memory there
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _comes(pipe: IO[bytes], idle: float) -> bool:
    """Whether a question comes before the time is up; where pipes can't be waited for, wait without end."""
    if os.name == "nt":
        return True
    return bool(select.select([pipe], [], [], idle)[0])


if __name__ == "__main__":
    serve()
