"""A webhook's receiver on loopback that keeps what it gets and answers as it is told, also wrongly, late or never."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Hooklab:
    """Answers with `answers` one after the other, then with 200. An answer is a status with headers, or "hang",
    "reset", "garbage", "drip".
    """

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, dict[str, str]] | str] = []
        self.is_over = threading.Event()
        self.url = ""

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.requests]


def serve(lab: Hooklab) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            lab.requests.append(({name.lower(): value for name, value in self.headers.items()}, body))
            answer = lab.answers.pop(0) if lab.answers else (200, {})
            if isinstance(answer, str):
                self._fail(answer)
                return
            status, headers = answer
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def do_GET(self) -> None:
            lab.requests.append(({"webhook-id": "followed a redirect"}, b""))
            self.send_response(200)
            self.end_headers()

        def _fail(self, how: str) -> None:
            if how == "hang":
                lab.is_over.wait(20)
            elif how == "garbage":
                self.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n")
            elif how == "drip":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                for _ in range(40):
                    if lab.is_over.wait(0.1):
                        break
                    self.wfile.write(b"X-Slow: 1\r\n")
                    self.wfile.flush()
            else:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()

        def log_message(self, *_: Any) -> None:
            pass

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except (OSError, ValueError):
                self.close_connection = True

        def finish(self) -> None:
            with suppress(OSError, ValueError):
                super().finish()

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


@contextmanager
def receiving() -> Iterator[Hooklab]:
    """Serve for the time of a test."""
    lab = Hooklab()
    server = serve(lab)
    server.daemon_threads = True
    lab.url = f"http://127.0.0.1:{server.server_address[1]}/alerts/secret-path-geheim"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield lab
    finally:
        lab.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()
