# What is written into the answer later.

from django.http import HttpResponse

def page(request):
    answer = HttpResponse("<h1>Found</h1>")  # <-- finding
    answer.headers["X-Query"] = request.GET["q"]
    return answer
