# Both flags are set; what stands around the application may take one away again.

from starlette.responses import Response


def login(request):
    answer = Response("ok")
    answer.set_cookie("session", request.query_params["s"], secure=True, httponly=True)  # <-- finding
    return answer


def around(app):
    async def inner(scope, receive, send):
        async def sent(message):
            heads = message.get("headers", [])
            message["headers"] = [(k, v.strip()) for k, v in heads if k != b"server"]
            await send(message)

        await app(scope, receive, sent)

    return inner
