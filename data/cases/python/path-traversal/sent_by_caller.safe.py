# The path is constant; whoever calls the function may give the answer another one.

from starlette.responses import FileResponse


def guide(request):
    return FileResponse("/srv/guides/start.pdf")  # <-- finding


def download(request):
    answer = guide(request)
    answer.headers["Cache-Control"] = "no-store"
    return answer
