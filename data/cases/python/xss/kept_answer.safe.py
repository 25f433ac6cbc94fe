# Another header says nothing of what the answer is.

from aiohttp import hdrs, web

async def greeting(request):
    answer = web.json_response({"name": request.query["name"]})  # <-- finding
    answer.headers.update({"X-Robots-Tag": "noindex"})
    return answer
