# An answer is a file, too: what is printed into it is sent.

import sys

from django.http import HttpResponse
from django.utils.html import escape

def greeting(request):
    answer = HttpResponse("<h1>" + escape(request.GET["title"]) + "</h1>")  # <-- finding
    print(request.GET["name"], file=answer)
    return answer
