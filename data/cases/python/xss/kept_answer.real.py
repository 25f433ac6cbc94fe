# What the answer is, a header says that is named elsewhere.

from aiohttp import hdrs, web

async def greeting(request):
    answer = web.json_response({"name": request.query["name"]})  # <-- finding
    answer.headers.update({hdrs.CONTENT_TYPE: "text/html"})
    return answer
