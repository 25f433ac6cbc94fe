# The address is given by its name.

from starlette.responses import RedirectResponse

def leave(request):
    return RedirectResponse(url=request.query_params["next"], status_code=303)  # <-- finding
