# The page is escaped; whoever calls the function writes more to it.

from django.http import HttpResponse
from django.utils.html import escape


def greeting(request):
    return HttpResponse("<p>" + escape(request.GET["name"]) + "</p>")  # <-- finding


def page(request):
    answer = greeting(request)
    answer["Cache-Control"] = "no-store"
    return answer
