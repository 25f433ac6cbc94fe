# A decorator of the library is told of a function in view, which makes a page of the data.

from django.http import HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View


def shown(view):
    def inner(request, *args, **kwargs):
        answer = view(request, *args, **kwargs)
        return HttpResponse(answer.content)

    return inner


@method_decorator(shown, name="dispatch")
class Orders(View):
    def get(self, request):
        return JsonResponse({"customer": request.GET["customer"]})  # <-- finding
