"""Chunks of work in this process or in several, their results always in the order of the chunks and never all at once."""

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TypeVar

Chunk = TypeVar("Chunk")
Made = TypeVar("Made")
Given = TypeVar("Given")


def in_order(
    work: Callable[[Chunk], Made], chunks: Iterable[Chunk], workers: int, start: Callable[[Given], object], given: Given
) -> Generator[Made, None, None]:
    """What `work` makes of every chunk, by workers that were made ready with `start(given)`.

    At most a few chunks for each worker are under way at once. Closing the iterator ends the workers; they end by
    themselves if this process is killed.
    """
    waiting: deque[Future[Made]] = deque()
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _ready, (start, given))
    try:
        for chunk in chunks:
            with _interruption_held_back():
                waiting.append(pool.submit(work, chunk))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _ready(start: Callable[[Given], object], given: Given) -> None:
    """Make a worker ready, and let it end with its parent: it would wait for ever for one that was killed."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.join, os._exit), daemon=True).start()
    start(given)


def _end_with(join: Callable[[], object], leave: Callable[[int], object]) -> None:
    join()
    leave(1)


@contextmanager
def _interruption_held_back() -> Iterator[None]:
    """Let an interruption wait while a worker starts: it inherits this, and leaves interruptions to the parent."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows knows no masks: there the workers end with the parent
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
