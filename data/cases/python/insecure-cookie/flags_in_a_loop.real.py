# Which flags are taken back is said by a loop.

from django.http import HttpResponse

def enter(visit, names):
    answer = HttpResponse("welcome")
    answer.set_cookie("visit", visit, secure=True, httponly=True)  # <-- finding
    for name in names:
        answer.cookies["visit"][name] = ""
    return answer
