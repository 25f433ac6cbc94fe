# JSON is no page; whoever has the object that makes it may make one of it.

from django.http import HttpResponse, JsonResponse


class Orders:
    def data(self, request):
        return JsonResponse({"customer": request.GET["customer"]})  # <-- finding


orders = Orders()


def page(request):
    return orders.data(request)


def about(request):
    return HttpResponse("<p>Orders</p>")
