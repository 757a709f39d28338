"""Local servers for tests: files by range, as any web server gives them; S3 with faults."""

import functools
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server


class _Files(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        first = int(wanted[1]) if wanted else 0
        last = min(int(wanted[2]), len(data) - 1) if wanted and wanted[2] else len(data) - 1
        self.send_response(206 if wanted else 200)
        if wanted:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data[first : last + 1])

    do_HEAD = do_GET


@contextmanager
def files(folder: Path) -> Iterator[str]:
    """The address of a web server for a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Files, directory=str(folder)))
    server.daemon_threads = True
    with _serving(server.serve_forever, server.shutdown, server.server_close):
        yield f"http://127.0.0.1:{server.server_port}"


class S3:
    """moto's S3 server, empty; `fault` may say, of a method and a path, with which status it is refused, or `hang`."""

    def __init__(self) -> None:
        self.url = ""
        self.fault: Callable[[str, str], int | str | None] = lambda method, path: None
        self.stopped = threading.Event()


@contextmanager
def s3() -> Iterator[S3]:
    running = S3()
    application = DomainDispatcherApplication(create_backend_app)

    def serve(environ: dict[str, Any], start_response: Any) -> Any:
        fault = running.fault(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        if fault == "hang":
            running.stopped.wait()
        if fault:
            start_response(f"{fault if fault != 'hang' else 503} Out of order", [("Content-Length", "0")])
            return [b""]
        return application(environ, start_response)

    server = make_server("127.0.0.1", 0, serve, threaded=True)
    running.url = f"http://127.0.0.1:{server.server_port}"
    with _serving(server.serve_forever, server.shutdown, server.server_close):
        urlopen(Request(f"{running.url}/moto-api/reset", method="POST")).close()
        try:
            yield running
        finally:
            running.stopped.set()


@contextmanager
def _serving(serve: Callable[[], None], *stop: Callable[[], None]) -> Iterator[None]:
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        stop[0]()
        thread.join()
        stop[1]()
