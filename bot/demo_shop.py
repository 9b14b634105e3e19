"""The demo's web shop: a site of its customer's on this machine, which the app's own checks look at. Its page has a
switch that takes it down."""

from aiohttp import web

from bot.web import serve

HOST = "127.0.0.1"
CHECKED = "checkout"  # the page that is looked at
DOWN, UP = "Take it down", "Bring it up"
STYLE = (
    ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;"
    "padding:0 1rem}button{font:inherit;padding:.5rem 1rem}footer{border-top:1px solid #8888;margin-top:2rem}"
)
HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    f"<title>Fjordmat</title><style>{STYLE}</style></head>"
)
HOME = f'<h1>Fjordmat</h1><p>Fish from the fjord. <a href="/{CHECKED}">Checkout</a></p>'
WATCHED = (
    "Saksgang looks every half minute, and three times more before it wakes anybody: watch #on-call as Jonas, and let"
    " time pass there to see what comes next."
)
BROKEN = "<h1>500</h1><p>Something broke in the checkout.</p>"
WORKS = "<h1>Checkout</h1><p>Fishcakes, 2 kg: 398 kr</p>"


class Shop:
    """Its home page, its checkout, and the switch; whoever is on this machine may press it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._is_down = False
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Its home page."""
        return f"http://{HOST}:{self._port}/"

    @property
    def checked(self) -> str:
        """The page that is looked at."""
        return self.url + CHECKED

    async def start(self) -> None:
        """Listens on this machine only."""
        app = web.Application()
        app.add_routes([web.get("/", self._home), web.get(f"/{CHECKED}", self._checkout), web.post("/", self._switch)])
        self._runner = await serve(app, self._port, HOST)

    async def stop(self) -> None:
        """Ends it."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _home(self, _request: web.Request) -> web.Response:
        asked, label = ("up", UP) if self._is_down else ("down", DOWN)
        state = "The checkout is <b>down</b>." if self._is_down else "All of it works."
        switch = f'<form method="post"><button name="shop" value="{asked}">{label}</button></form>'
        return _page(f"{HOME}<footer><p>{state} {WATCHED}</p>{switch}</footer>")

    async def _checkout(self, _request: web.Request) -> web.Response:
        return _page(BROKEN, 500) if self._is_down else _page(WORKS)

    async def _switch(self, request: web.Request) -> web.Response:
        self._is_down = (await request.post()).get("shop") == "down"
        raise web.HTTPSeeOther("/")


def _page(body: str, status: int = 200) -> web.Response:
    return web.Response(text=f"{HEAD}<body>{body}</body></html>", status=status, content_type="text/html")
