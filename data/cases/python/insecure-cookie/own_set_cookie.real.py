# A response of its own, with a method of its own.

from flask import Response

class Reply(Response):
    def set_cookie(self, key, value="", **options):
        super().set_cookie(key, value, path="/")

def enter(visit):
    reply = Reply("welcome")
    reply.set_cookie("visit", visit, secure=True, httponly=True)  # <-- finding
    return reply
