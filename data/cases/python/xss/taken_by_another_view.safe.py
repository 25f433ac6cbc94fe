# JSON is no page; a view that takes its text makes one of it.

from django.http import HttpResponse, JsonResponse


class Orders:
    def data(self, request):
        return JsonResponse({"customer": request.GET["customer"]})  # <-- finding

    def page(self, request):
        return self.data(request)

    def about(self, request):
        return HttpResponse("<p>Orders</p>")
