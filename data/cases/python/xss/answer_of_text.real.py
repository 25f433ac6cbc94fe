# The text of an answer is escaped where HTML reads it.

from html import escape
from aiohttp import web

async def greeting(request):
    name = escape(request.query["name"])
    return web.Response(text=f"<p title={name}></p>", content_type="text/html")  # <-- finding
