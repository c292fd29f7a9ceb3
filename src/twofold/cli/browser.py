"""The web server of ``twofold serve``: reached from this computer alone, and there only by who has the key.

A server on localhost is open to every user and every web page of the computer. Therefore the printed address holds a
key, which the first visit turns into a cookie; and no request from another page's origin or host is heard.
"""

import hmac
import secrets
import shlex
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from textual_serve.server import Server

_HOSTS = ("localhost", "127.0.0.1", "[::1]")
_ELSEWHERE = "This is a review that somebody codes in. Open the address that `twofold serve` printed."
# The page asks another company for a font; with this it does not, and works offline the same.
_ONLY_HERE = "default-src 'self' 'unsafe-inline' data: blob:; connect-src 'self' ws:; frame-ancestors 'none'"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class LocalServer(Server):
    """Serves an app on localhost to whoever has the key of its address."""

    def __init__(self, command: Sequence[str], port: int) -> None:
        quoted = subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)
        super().__init__(quoted, host="localhost", port=port, title="Twofold")
        self._key = secrets.token_urlsafe(24)
        self._cookie = f"twofold-{port}"

    @property
    def address(self) -> str:
        """Where a browser finds it, with the key."""
        return f"{self.public_url}/?key={self._key}"

    def initialize_logging(self) -> None:
        """Nothing: the server's own log would print what passes through it."""

    async def on_startup(self, app: web.Application) -> None:
        """Nothing: the command has said where it is."""

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()

        @web.middleware
        async def only_for_its_person(request: web.Request, handler: Handler) -> web.StreamResponse:
            return self._asked_for_the_key(request) or await handler(request)

        app.middlewares.append(only_for_its_person)
        app.on_response_prepare.append(_only_from_here)
        return app

    def _asked_for_the_key(self, request: web.Request) -> web.Response | None:
        """What is answered to a request that does not bring the key as its cookie yet; nothing to one that does."""
        if not self._comes_from_here(request):
            return web.Response(status=403, text=_ELSEWHERE)
        if _same(request.query.get("key", ""), self._key):
            found = web.Response(status=303, headers={"Location": "/"})
            found.set_cookie(self._cookie, self._key, httponly=True, samesite="Strict")
            return found
        if not _same(request.cookies.get(self._cookie, ""), self._key):
            return web.Response(status=403, text=_ELSEWHERE)
        return None

    def _comes_from_here(self, request: web.Request) -> bool:
        hosts = {f"{host}:{self.port}" for host in _HOSTS} | (set(_HOSTS) if self.port == 80 else set())
        origin = request.headers.get("Origin", "")
        from_page = not origin or origin in {f"http://{host}" for host in hosts}
        return request.host in hosts and from_page and bool(origin or request.path != "/ws")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


async def _only_from_here(_: web.Request, response: web.StreamResponse) -> None:
    response.headers["Content-Security-Policy"] = _ONLY_HERE
    response.headers["Referrer-Policy"] = "no-referrer"
