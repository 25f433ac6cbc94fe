# A flag can be taken back in what is sent.

from django.http import HttpResponse

def enter(visit):
    answer = HttpResponse("welcome")
    answer.set_cookie("visit", visit, secure=True, httponly=True)  # <-- finding
    answer.cookies["visit"]["httponly"] = ""
    return answer
