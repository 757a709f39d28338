"""A stand-in for the Hugging Face Hub on loopback: as much of its HTTP API as its clients ask for, kept in memory."""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "hf_not_to_be_printed"
Files = dict[str, bytes]


def blob_id(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0%b" % (len(data), data)).hexdigest()


def is_large(path: str) -> bool:
    return path.endswith((".parquet", ".png"))


@dataclass
class Repository:
    """Commits by id, the newest, and the commit of each tag."""

    commits: dict[str, Files] = field(default_factory=dict)
    head: str = ""
    tags: dict[str, str] = field(default_factory=dict)

    def add(self, files: Files) -> str:
        content = "".join(f"{path}{blob_id(data)}" for path, data in sorted(files.items()))
        self.head = hashlib.sha1((self.head + content).encode()).hexdigest()
        self.commits[self.head] = files
        return self.head

    def resolve(self, revision: str) -> str | None:
        commit = self.head if revision == "main" else self.tags.get(revision, revision)
        return commit if commit in self.commits else None


@dataclass
class Fault:
    """What goes wrong with the next `times` requests whose method and path match, before or after they are served."""

    request: str
    kind: str
    times: int = 1


class Answer(Exception):
    def __init__(self, status: int, body: Any = None, **headers: str) -> None:
        self.status = status
        self.data = body if isinstance(body, bytes) else json.dumps(body if body is not None else {}).encode()
        self.headers = headers


class Hub:
    """Repositories by name, uploaded large files by SHA-256, a log of requests, and faults to come."""

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        self.large_files: Files = {}
        self.requests: list[str] = []
        self.faults: list[Fault] = []
        self.stopped = threading.Event()
        self.url = ""

    def fault(self, method: str, path: str) -> str | None:
        for fault in self.faults:
            if fault.times and re.search(fault.request, f"{method} {path}"):
                fault.times -= 1
                return fault.kind
        return None


@contextmanager
def running() -> Iterator[Hub]:
    hub = Hub()
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hub
    finally:
        hub.stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def _serve(self) -> None:
        url = urlsplit(self.path)
        path = unquote(url.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b"".join(iter(self._chunk, b""))
        self.hub.requests.append(f"{self.command} {path}")
        kind = self.hub.fault(self.command, path)
        if kind == "hang":
            self.hub.stopped.wait()
        if kind in ("hang", "drop"):
            self.close_connection = True
            return
        try:
            if kind and kind.isdigit():
                raise Answer(int(kind), {"error": "out of order"})
            self._route(path, parse_qs(url.query), body)
            raise Answer(404, {"error": "no such endpoint"})
        except Answer as answer:
            if kind == "serve, then drop":
                self.close_connection = True
                return
            data = b"#" + answer.data[1:] if kind == "garble" else answer.data
            self._send(answer.status, data, answer.headers)

    do_GET = do_HEAD = do_POST = do_PUT = _serve

    def _chunk(self) -> bytes:
        size = int(self.rfile.readline(), 16)
        data = self.rfile.read(size)
        self.rfile.readline()
        return data

    def _send(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if status == 200 and wanted:
            first, last = int(wanted[1]), min(int(wanted[2] or len(data)), len(data) - 1)
            headers = headers | {"Content-Range": f"bytes {first}-{last}/{len(data)}"}
            status, data = 206, data[first : last + 1]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _route(self, path: str, query: dict[str, list[str]], body: bytes) -> None:
        for pattern, handle in _ROUTES:
            if match := re.fullmatch(pattern, f"{self.command} {path}"):
                if self.command in ("POST", "PUT") and "paths-info" not in path and "/lfs/" not in path:
                    self._authorize()
                handle(self, *match.groups(), body=body, query=query)

    def _authorize(self) -> None:
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise Answer(401, {"error": "Invalid credentials in Authorization header"})

    def _repository(self, name: str) -> Repository:
        if name not in self.hub.repositories:
            raise Answer(404, {"error": "Repository not found"}, X_Error_Code="RepoNotFound")
        return self.hub.repositories[name]

    def _files(self, name: str, revision: str) -> tuple[str, Files]:
        repository = self._repository(name)
        commit = repository.resolve(revision)
        if commit is None:
            raise Answer(404, {"error": f"Invalid rev id: {revision}"}, X_Error_Code="RevisionNotFound")
        return commit, repository.commits[commit]

    def create(self, *, body: bytes, **_: Any) -> None:
        wanted = json.loads(body)
        name = f"{wanted['organization']}/{wanted['name']}"
        if name in self.hub.repositories:
            raise Answer(409, {"error": "You already created this dataset repo"})
        self.hub.repositories[name] = Repository()
        self.hub.repositories[name].add({".gitattributes": b"*.parquet filter=lfs diff=lfs merge=lfs -text\n"})
        raise Answer(200, {"url": f"{self.hub.url}/datasets/{name}", "id": name})

    def validate_yaml(self, **_: Any) -> None:
        raise Answer(200, {"errors": [], "warnings": []})

    def refs(self, name: str, **_: Any) -> None:
        repository = self._repository(name)
        tags = [{"name": tag, "ref": f"refs/tags/{tag}", "targetCommit": oid} for tag, oid in repository.tags.items()]
        main = {"name": "main", "ref": "refs/heads/main", "targetCommit": repository.head}
        raise Answer(200, {"branches": [main], "converts": [], "tags": tags})

    def preupload(self, name: str, revision: str, *, body: bytes, **_: Any) -> None:
        self._files(name, revision)
        raise Answer(
            200,
            {
                "files": [
                    {
                        "path": file["path"],
                        "uploadMode": "lfs" if is_large(file["path"]) else "regular",
                        "shouldIgnore": False,
                    }
                    for file in json.loads(body)["files"]
                ]
            },
        )

    def batch(self, name: str, *, body: bytes, **_: Any) -> None:
        objects = [
            {"oid": file["oid"], "size": file["size"]}
            | (
                {}
                if file["oid"] in self.hub.large_files
                else {"actions": {"upload": {"href": f"{self.hub.url}/lfs/{file['oid']}?signature=not_to_be_printed"}}}
            )
            for file in json.loads(body)["objects"]
        ]
        raise Answer(200, {"transfer": "basic", "objects": objects}, Content_Type="application/vnd.git-lfs+json")

    def put_large(self, oid: str, *, body: bytes, **_: Any) -> None:
        if hashlib.sha256(body).hexdigest() != oid:
            raise Answer(400, {"error": "checksum"})
        self.hub.large_files[oid] = body
        raise Answer(200)

    def commit(self, name: str, revision: str, *, body: bytes, **_: Any) -> None:
        repository = self._repository(name)
        files = dict(self._files(name, revision)[1])
        header, *operations = (json.loads(line) for line in body.splitlines())
        if header["value"].get("parentCommit", repository.head) != repository.head:
            raise Answer(412, {"error": "The branch has moved"})
        for operation in operations:
            value = operation["value"]
            match operation["key"]:
                case "file":
                    files[value["path"]] = base64.b64decode(value["content"])
                case "lfsFile":
                    files[value["path"]] = self.hub.large_files[value["oid"]]
                case "deletedFile":
                    del files[value["path"]]
        oid = repository.add(files)
        raise Answer(200, {"commitUrl": f"{self.hub.url}/datasets/{name}/commit/{oid}", "commitOid": oid})

    def tag(self, name: str, revision: str, *, body: bytes, **_: Any) -> None:
        commit, _files = self._files(name, revision)
        tags = self._repository(name).tags
        if json.loads(body)["tag"] in tags:
            raise Answer(409, {"error": "Tag already exists"})
        tags[json.loads(body)["tag"]] = commit
        raise Answer(200)

    def tree(
        self, name: str, revision: str, folder: str | None = None, *, query: dict[str, list[str]], **_: Any
    ) -> None:
        _, files = self._files(name, revision)
        prefix = f"{folder}/" if folder else ""
        inside = {path.removeprefix(prefix) for path in files if path.startswith(prefix)}
        if folder and not inside:
            raise Answer(404, {"error": f"{folder} does not exist"}, X_Error_Code="EntryNotFound")
        recursive = query.get("recursive", ["false"])[0].lower() in ("true", "1")
        folders = {path[: at.start()] for path in inside for at in re.finditer("/", path)}
        entries = [
            {"type": "directory", "oid": hashlib.sha1(name.encode()).hexdigest(), "size": 0, "path": prefix + name}
            for name in sorted(folders)
            if recursive or "/" not in name
        ]
        shown = sorted(path for path in inside if recursive or "/" not in path)
        entries += [_entry(prefix + path, files[prefix + path]) for path in shown]
        raise Answer(200, entries)

    def paths_info(self, name: str, revision: str, *, body: bytes, **_: Any) -> None:
        _, files = self._files(name, revision)
        kind = self.headers.get("Content-Type", "")
        wanted = json.loads(body)["paths"] if "json" in kind else parse_qs(body.decode()).get("paths", [])
        found: list[dict[str, Any]] = []
        for path in (path.strip("/") for path in wanted):
            if path in files:
                found.append(_entry(path, files[path]))
            elif any(other.startswith(f"{path}/") for other in files):
                oid = hashlib.sha1(path.encode()).hexdigest()
                found.append({"type": "directory", "oid": oid, "size": 0, "path": path})
        raise Answer(200, found)

    def info(self, name: str, revision: str = "main", **_: Any) -> None:
        commit, files = self._files(name, revision)
        siblings = [{"rfilename": path} for path in sorted(files)]
        content = {"id": name, "author": name.partition("/")[0], "sha": commit, "siblings": siblings}
        raise Answer(200, content | {"private": False, "gated": False, "disabled": False, "tags": [], "downloads": 0})

    def whoami(self, **_: Any) -> None:
        self._authorize()
        raise Answer(200, {"type": "user", "name": "somebody", "orgs": []})

    def resolve(self, name: str, revision: str, path: str, **_: Any) -> None:
        commit, files = self._files(name, revision)
        if path not in files:
            raise Answer(404, {"error": "Entry not found"}, X_Error_Code="EntryNotFound", X_Repo_Commit=commit)
        data = files[path]
        etag = hashlib.sha256(data).hexdigest() if is_large(path) else blob_id(data)
        raise Answer(200, data, ETag=f'"{etag}"', X_Repo_Commit=commit, X_Linked_Size=str(len(data)))


def _entry(path: str, data: bytes) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": "file", "oid": blob_id(data), "size": len(data), "path": path}
    if is_large(path):
        entry["lfs"] = {"oid": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 130}
    return entry


_NAME = "([^/]+/[^/]+)"
_ROUTES: list[tuple[str, Callable[..., None]]] = [
    ("POST /api/repos/create", _Handler.create),
    ("POST /api/validate-yaml", _Handler.validate_yaml),
    ("GET /api/whoami-v2", _Handler.whoami),
    (f"GET /api/datasets/{_NAME}/refs", _Handler.refs),
    (f"POST /api/datasets/{_NAME}/preupload/(.+)", _Handler.preupload),
    (f"POST /api/datasets/{_NAME}/commit/(.+)", _Handler.commit),
    (f"POST /api/datasets/{_NAME}/tag/(.+)", _Handler.tag),
    (f"POST /api/datasets/{_NAME}/paths-info/(.+)", _Handler.paths_info),
    (f"GET /api/datasets/{_NAME}/tree/([^/]+)", _Handler.tree),
    (f"GET /api/datasets/{_NAME}/tree/([^/]+)/(.+)", _Handler.tree),
    (f"GET /api/datasets/{_NAME}/revision/(.+)", _Handler.info),
    (f"GET /api/datasets/{_NAME}", _Handler.info),
    (f"POST /datasets/{_NAME}.git/info/lfs/objects/batch", _Handler.batch),
    ("PUT /lfs/(.+)", _Handler.put_large),
    (f"(?:GET|HEAD) /datasets/{_NAME}/resolve/([^/]+)/(.+)", _Handler.resolve),
]
