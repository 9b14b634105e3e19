"""The demo's mailbox: what people were sent by mail, to read in the browser, on a phone and in the dark too."""

from html import escape
from urllib.parse import quote

from aiohttp import web

from bot.mailbox.catcher import Catcher, Kept

REFRESH = 3  # seconds; a newcomer watches letters arrive
NOTHING = "Nothing yet. Letters to customers show up here as they are sent."
STYLE = """
:root { color-scheme: light dark; --line: #8884; --quiet: light-dark(#555, #aaa); --link: light-dark(#1558a8, #8ab4f8) }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 720px; padding: 16px; font: 16px/1.5 system-ui, sans-serif;
  background: light-dark(#fff, #16181c); color: light-dark(#1b1d21, #e8e8ea) }
a { color: var(--link) } a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
h1 { margin: 0 0 8px; font-size: 22px; line-height: 1.3; overflow-wrap: anywhere } p { margin: 8px 0 }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 0 0 8px }
nav a[aria-current] { color: inherit; font-weight: 600; text-decoration: none }
ul { list-style: none; margin: 0; padding: 0 } li { border-top: 1px solid var(--line) }
li a { display: block; padding: 12px 0; text-decoration: none; overflow-wrap: anywhere }
small, dt { color: var(--quiet); font-size: 14px } li small { display: block }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0 12px; margin: 0 0 12px; overflow-wrap: anywhere }
dd { margin: 0 }
iframe { width: 100%; height: 60vh; border: 1px solid var(--line); border-radius: 8px }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 12px; border: 1px solid var(--line); border-radius: 8px }
"""


def pages(catcher: Catcher) -> web.Application:
    """`/`: the mails, newest first, of one reader with `?to=`; `/12`: one of them; `/mails.json`: all, for programs."""

    async def overview(request: web.Request) -> web.Response:
        return _html(_overview(catcher.kept, request.query.get("to", "")), refresh=True)

    async def one(request: web.Request) -> web.Response:
        found = next((kept for kept in catcher.kept if kept.number == int(request.match_info["number"])), None)
        if found is None:
            raise web.HTTPFound("/")
        return _html(_one(found))

    async def as_json(_request: web.Request) -> web.Response:
        return web.json_response({"mails": [_as_json(kept) for kept in reversed(catcher.kept)]})

    app = web.Application()
    app.router.add_get("/", overview)
    app.router.add_get("/mails.json", as_json)
    app.router.add_get(r"/{number:\d{1,9}}", one)
    return app


def _overview(kept: list[Kept], to: str) -> str:
    readers = sorted({one.to for one in kept})
    everybody = _choice("Everybody", "/", is_here=not to)
    choices = "".join([everybody, *(_choice(one, f"/?to={quote(one)}", is_here=one == to) for one in readers)])
    rows = "".join(_row(one) for one in kept if to in {"", one.to})
    listed = f"<ul>{rows}</ul>" if rows else f"<p>{escape(NOTHING)}</p>"
    return f'<h1>Mailbox</h1><nav aria-label="Whose mail">{choices}</nav>{listed}'


def _choice(name: str, address: str, *, is_here: bool) -> str:
    here = ' aria-current="page"' if is_here else ""
    return f'<a href="{escape(address)}"{here}>{escape(name)}</a>'


def _row(kept: Kept) -> str:
    about = f"<small>{escape(kept.to)} · {escape(_sent_at(kept))}</small>"
    return f'<li><a href="/{kept.number}">{escape(kept.subject)}{about}</a></li>'


def _one(kept: Kept) -> str:
    said = {"To": kept.to, "From": str(kept.message["From"]), "Sent": _sent_at(kept)}
    facts = "".join(f"<dt>{name}</dt><dd>{escape(fact)}</dd>" for name, fact in said.items())
    # In a frame that may run nothing: a mail's words are a stranger's.
    frame = f'<iframe sandbox title="The mail" srcdoc="{escape(kept.words("html"))}"></iframe>'
    plain = f"<details><summary>As plain text</summary><pre>{escape(kept.words('plain'))}</pre></details>"
    return f'<nav><a href="/">All mail</a></nav><h1>{escape(kept.subject)}</h1><dl>{facts}</dl>{frame}{plain}'


def _sent_at(kept: Kept) -> str:
    date = kept.message["Date"]
    at = date.datetime if date is not None else None
    return f"{at:%A} {at.day} {at:%B %H:%M}" if at is not None else ""


def _html(body: str, *, refresh: bool = False) -> web.Response:
    again = f'<meta http-equiv="refresh" content="{REFRESH}">' if refresh else ""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">{again}<title>Mailbox</title>'
    head += f"<style>{STYLE}</style>"
    text = f'<!doctype html><html lang="en"><head>{head}</head><body><main>{body}</main></body></html>'
    return web.Response(text=text, content_type="text/html")


def _as_json(kept: Kept) -> dict[str, str]:
    return {
        "to": kept.to,
        "subject": kept.subject,
        "text": kept.words("plain"),
        "message_id": str(kept.message["Message-ID"]),
        "references": str(kept.message["References"] or ""),
    }
