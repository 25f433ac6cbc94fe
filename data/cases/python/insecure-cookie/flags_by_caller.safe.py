# Both flags are set; whoever calls the function takes one away again.

from aiohttp import web


async def login(request):
    answer = web.Response(text="ok")
    answer.set_cookie("session", request.query["s"], secure=True, httponly=True)  # <-- finding
    return answer


async def login_of_old(request):
    answer = await login(request)
    answer.headers["Cache-Control"] = "no-store"
    return answer
