"""The daemon: one event loop, a clock that starts its jobs, threads for all that blocks.

What is due and what is pending lives in the database; the clock only asks. A poll's state and items commit together,
and what is interrupted anywhere is found again at the next start.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import threading
from collections.abc import Iterator
from time import monotonic

import structlog

from monitor.model.errors import StoreError
from monitor.polling.page_queue import PageQueue
from monitor.polling.poller import Poller
from monitor.polling.revisits import Revisits
from monitor.polling.times import Times
from monitor.polling.trouble import embargo_notice, parked_notice
from monitor.polling.watched_folder import WatchedFolder
from monitor.polling.web import Pauses, Reach, Web
from monitor.service.clock import ClockSkew
from monitor.service.heartbeat import Heartbeat
from monitor.service.jobs import Jobs
from monitor.service.metrics import Measured
from monitor.service.parts import DaemonSettings, Decider, Hooks, Sender
from monitor.service.server import HealthServer, ServerSettings
from monitor.sources.fetch import Fetcher
from monitor.sources.robots import Robots
from monitor.sources.threads import Threads
from monitor.store import Store
from monitor.workers.feed_readers import FeedReaders

log = structlog.get_logger()
logging.getLogger("apscheduler").setLevel(
    logging.ERROR
)  # it warns at each tick that finds its job still running, which is no news here

_STOP_WITHIN = 8.0  # seconds for work in hand after the signal; a container's supervisor kills after 10


class Daemon:
    """Runs until it is told to stop, or for one cycle. One object, one run."""

    def __init__(
        self,
        settings: DaemonSettings,
        store: Store,
        decider: Decider,
        sender: Sender,
        *,
        times: Times | None = None,
        hooks: Hooks | None = None,
    ) -> None:
        self._settings, self._store, self._decider, self._sender = settings, store, decider, sender
        self._hooks, times = hooks or Hooks(), times or Times()
        self._now, self._skew = times.now, ClockSkew(times.now, times.clock)
        self._folder = (
            WatchedFolder(settings.seeds, store.sources, store.intake, times.now)
            if settings.seeds is not None
            else None
        )
        names = [feed.name for feed in settings.feeds]
        self._heartbeat = (
            Heartbeat(settings.heartbeat, names, store.heartbeats, times.now)
            if settings.heartbeat is not None
            else None
        )
        self._threads, self._readers = Threads(), FeedReaders()
        self._fetcher = Fetcher(settings.fetch)
        robots = Robots(self._fetcher, is_respected=settings.respects_robots, clock=times.clock)
        web = Web(self._fetcher, robots, Pauses(times), Reach(len(names)))
        self._poller = Poller(settings.feeds, store.sources, self._threads, web, self._readers, times, self._decide)
        self._revisits = Revisits(settings.feeds, store.revisits, self._threads, web, times, self._decide)
        self._pages = PageQueue(settings.feeds, store.awaited_pages, self._threads, web, times, self._decide)
        self._jobs = Jobs()
        self._stopping = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._has_caught_up = False

    def run(self, *, once: bool = False) -> bool:
        """Work until SIGTERM or SIGINT, or for one whole cycle; tell whether every job came to its end.

        A feed that fails is no failed job. `StoreError` where another daemon holds the database, `UsageError` for a
        port in use.
        """
        self._store.lead()
        asyncio.run(self._run(once=once))
        return self._jobs.failures + self._poller.failures == 0

    def stop(self) -> None:
        """Let the run come to its end; may be called from any thread."""
        self._sender.stop()
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)

    def _reload_soon(self) -> None:
        """Read the configuration anew, and let the run come to its end where another one is to begin; may be called
        from a signal handler.
        """
        if self._loop is not None:
            self._loop.call_soon_threadsafe(lambda: self._tasks.append(asyncio.create_task(self._reload())))

    async def _reload(self) -> None:
        reloading = self._hooks.reloading
        if reloading is not None and await self._jobs.run("reload", lambda: self._threads.run(reloading.take)):
            self.stop()

    async def _run(self, *, once: bool) -> None:
        self._loop = asyncio.get_running_loop()
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                self._loop.add_signal_handler(name, self.stop)
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(self._fetcher)
            stack.enter_context(self._readers)
            port: int | None = None
            if self._settings.bind is not None:
                port = (await stack.enter_async_context(self._health(*self._settings.bind))).port
                if self._settings.bind[1] not in (0, port):
                    log.warning("port taken", wanted=self._settings.bind[1], port=port)
            self._hooks.on_ready(port)
            # what was loaded until now stays; looking through it again and again costs a fifth of a quiet round
            gc.freeze()
            log.info(
                "daemon started",
                feeds=len(self._settings.feeds),
                seeds=self._settings.seeds and str(self._settings.seeds),
                port=port,
            )
            if self._hooks.reloading is not None:
                self._hooks.reloading.listen(self._reload_soon)
            await (self._cycle() if once else self._keep_running())

    def _health(self, host: str, port: int) -> HealthServer:
        settings = ServerSettings(
            host,
            port,
            self._settings.hosts,
            self._hooks.pages,
            self._hooks.site,
            may_move=not self._settings.is_bind_fixed,
            remedy=self._hooks.remedy,
        )
        return HealthServer(settings, self._store.database, self._store.views, self._now, self._measure)

    def _measure(self) -> Measured:
        """Return what only this run knows."""
        return Measured(
            self._jobs.pulse.ages(),
            self._hooks.worker_deaths() + self._readers.deaths,
            self._fetcher.timings,
            self._poller.lateness,
            warnings=tuple(self._warnings()),
            troubles=tuple(self._troubles()),
        )

    def _warnings(self) -> Iterator[str]:
        if self._hooks.reloading is not None and self._hooks.reloading.is_refused:
            yield "configuration_refused"
        for listener in self._hooks.listeners:
            if listener.state != "connected":
                yield f"{listener.name}:{listener.state}"

    def _troubles(self) -> Iterator[str]:
        if self._poller.is_paused:
            yield "polls_not_stored"
        if not self._store.leadership.is_leading():
            yield "lease_ended"
        yield from (f"job_failing:{job}" for job in self._jobs.failing)

    async def _keep_running(self) -> None:
        tick = self._settings.tick
        jobs = [
            (self._tick, tick),
            (self._decide, tick),
            (self._send_in_turn, tick),
            (self._ask_pages, self._settings.pages_every),
            (self._forget, self._settings.forget_every),
        ]
        jobs += [(self._tell, self._settings.notices_every)] if self._settings.notices is not None else []
        jobs += [(self._beat, self._settings.heartbeat_every)] if self._heartbeat is not None else []
        jobs += [(self._revisit, self._settings.revisits_every)] if self._settings.revisits else []
        jobs += [(self._scan, self._settings.seeds_every)] if self._folder is not None else []
        clock = self._hooks.clock(jobs)
        clock.start()
        listening = [asyncio.create_task(listener.run(self._threads.run)) for listener in self._hooks.listeners]
        await self._stopping.wait()
        end = monotonic() + _STOP_WITHIN
        for task in listening:
            task.cancel()
        if listening:
            await asyncio.wait(listening, timeout=1)
        await clock.stop(_STOP_WITHIN)
        await self._finish(end - monotonic())
        log.info("daemon stopped")

    async def _cycle(self) -> None:
        """Do everything once: poll, scan, decide, send; a signal ends it early."""
        work = asyncio.create_task(self._work_once())
        stop = asyncio.create_task(self._stopping.wait())
        await asyncio.wait((work, stop), return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if not work.done():
            work.cancel()
            await self._finish()
        else:
            work.result()

    async def _work_once(self) -> None:
        began_at = self._now()
        await self._tick(is_forced=True)
        await self._scan()
        await self._poller.wait()
        await self._decide(awaits_slow=True)
        await self._jobs.run("pages", lambda: self._pages.ask_all(began_at, self._settings.pages_patience))
        await self._revisit()
        await self._decide(awaits_slow=True)
        await self._tell()
        end = monotonic() + self._settings.once_patience.total_seconds()
        await self._send()
        while monotonic() < end and await self._threads.run(self._store.views.has_waiting):
            await asyncio.sleep(0.2)  # a channel that must not be hurried
            await self._send()
        await self._forget()
        self._hooks.on_caught_up()

    async def _finish(self, seconds: float = _STOP_WITHIN) -> None:
        """Give the work in hand its time; a call that outlasts it ends as in a crash, by which nothing is lost."""
        await self._pages.stop()
        await self._poller.stop()
        if not await self._threads.wait_until_idle(max(0.0, seconds)):
            self._store.leadership.let_run_out()
            log.warning("stopped in the middle of work")

    async def _tick(self, *, is_forced: bool = False) -> None:
        """Start a poll of each feed that is due and isn't being polled."""
        if self._skew.has_gone_back():
            outbox = self._store.outbox
            await self._jobs.run("clock", lambda: self._threads.run(lambda: outbox.set_right_times(self._now())))
        await self._jobs.run("tick", lambda: self._poller.start_due(is_forced=is_forced))

    async def _ask_pages(self) -> None:
        """Ask for the pages that could not be had at once and are due, while what comes can be stored."""
        if not self._poller.is_paused:
            await self._jobs.run("pages", self._pages.ask_due)

    async def _revisit(self) -> None:
        """Ask again for the articles that are due."""
        if self._settings.revisits:
            await self._jobs.run("revisit", self._revisits.ask_due)

    async def _scan(self) -> None:
        """Accept new and changed files of the watched folder, and decide them."""
        folder = self._folder
        if folder is None:
            return
        accepted = await self._jobs.run("scan", lambda: self._threads.run(folder.take_in))
        if accepted:
            await self._decide()

    async def _decide(self, *, awaits_slow: bool = False) -> None:
        """Decide what is pending, and send what comes of it."""

        def drain() -> int:
            return self._decider.drain(self._now, self._stopping.is_set, awaits_slow=awaits_slow)

        decided = await self._jobs.run("decide", lambda: self._threads.run(drain))
        if decided:
            log.info("items decided", count=decided)
            await self._send()

    async def _send(self) -> None:
        """Send what is due."""
        await self._jobs.run("send", lambda: self._threads.run(self._sender.dispatch_due))

    async def _send_in_turn(self) -> None:
        """Send what is due; tell, once, when nothing is left of what was there at the start. Feeds that are slow to
        answer aren't waited for.
        """
        await self._send()
        if not self._has_caught_up and await self._is_calm():
            self._has_caught_up = True
            self._hooks.on_caught_up()

    async def _tell(self) -> None:
        """Tell the desk of sources in trouble, and of articles that are parked or wait for a person, each once."""
        channel = self._settings.notices
        if channel is None:
            return
        of_sources = await self._jobs.run("tell", lambda: self._poller.tell_trouble(channel))
        of_parked = await self._jobs.run("tell", lambda: self._threads.run(lambda: self._tell_parked(channel)))
        if of_sources or of_parked:
            await self._send()

    def _tell_parked(self, channel: str) -> bool:
        told = False
        for subject, notice in ((self._store.parked, parked_notice), (self._store.embargoes, embargo_notice)):
            if untold := subject.untold():
                found = notice(untold, channel, self._now())
                assert found.notice is not None
                subject.tell([item.id for item in untold], found.notice, found.deliveries, self._now())
                told = True
        return told

    async def _beat(self) -> None:
        """Tell the desk once a day that the monitor lives."""
        heartbeat = self._heartbeat
        if heartbeat is not None and await self._jobs.run("heartbeat", lambda: self._threads.run(heartbeat.beat)):
            await self._send()

    async def _forget(self) -> None:
        """Drop what has left the window of clusters, and what is older than it is to be kept; not by a clock that has
        just jumped.
        """
        if self._skew.has_jumped():
            log.warning("the clock has jumped", detail="nothing is forgotten by it within the next hour")
            return
        await self._jobs.run("forget", lambda: self._threads.run(lambda: self._store.upkeep.forget(self._now())))
        dropped = await self._jobs.run("let go", self._let_go)
        if dropped:
            log.info("old rows let go of", count=dropped)

    async def _let_go(self) -> int:
        """Drop batch after batch; between two of them whoever else writes has his turn."""
        now, dropped = self._now(), 0
        while not self._stopping.is_set() and (
            count := await self._threads.run(lambda: self._store.upkeep.let_go(self._settings.retention, now))
        ):
            dropped += count
        return dropped

    async def _is_calm(self) -> bool:
        rounds = {"decide", "send"} | ({"scan"} if self._folder else set())
        if not self._jobs.have_run(rounds):
            return False
        try:
            return not await self._threads.run(self._has_work)
        except StoreError:
            return False  # the jobs themselves tell of it

    def _has_work(self) -> bool:
        return self._store.views.has_pending() or self._store.views.has_waiting()
