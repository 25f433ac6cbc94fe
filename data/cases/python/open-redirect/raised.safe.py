# A redirect that is raised.

from aiohttp import web

async def leave(request):
    raise web.HTTPFound(location="/home")  # <-- finding
