# What a view is wrapped in makes a page of its data; it is wrapped where it has been defined.

from django.http import HttpResponse, JsonResponse


def shown(view):
    return lambda request: HttpResponse(view(request).content)


def names(request):
    return JsonResponse({"name": request.GET["name"]})  # <-- finding


names = shown(names)
