# The text of an answer is set later.

from aiohttp import web

async def greeting(request):
    answer = web.Response(text="<p>ready</p>", content_type="text/html")  # <-- finding
    answer.reason = request.query["name"]
    return answer
