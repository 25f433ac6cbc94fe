# What a class asks the one above for, it gives another header.

from django.http import JsonResponse
from django.views import View

KIND = "Content" + "-Type"

class Greeting(View):
    def dispatch(self, request, *args, **kwargs):
        answer = super().dispatch(request, *args, **kwargs)
        answer["X-Kind"] = KIND
        return answer

    def get(self, request):
        return JsonResponse({"name": request.GET["name"]})  # <-- finding
