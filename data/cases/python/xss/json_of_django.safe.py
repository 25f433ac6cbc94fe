# JSON is no page, unless the answer is said to be one.

from django.http import JsonResponse

def echo(request):
    name = request.GET.get("name", "")
    return JsonResponse({"name": name}, status=201)  # <-- finding
