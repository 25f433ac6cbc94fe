# A redirect that is raised, to wherever a caller says.

from aiohttp import web
from flask import redirect

def leave(target):
    return redirect("/home") if target is None else fail(web.HTTPSeeOther(target))  # <-- finding

def fail(error):
    raise error
