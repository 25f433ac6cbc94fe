# An answer is sent as it is.

from starlette.responses import HTMLResponse, PlainTextResponse

async def greeting(request):
    answer = PlainTextResponse(request.query_params["name"])  # <-- finding
    answer.status_code = 202
    return answer
