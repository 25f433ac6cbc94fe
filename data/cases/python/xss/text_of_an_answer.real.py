# The text of an answer is taken out of it, and sent as a page.

from starlette.responses import HTMLResponse, PlainTextResponse

async def greeting(request):
    answer = PlainTextResponse(request.query_params["name"])  # <-- finding
    return HTMLResponse(answer.body)
