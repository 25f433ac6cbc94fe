# So it is by other operators.

from django.utils.safestring import mark_safe as Markup
from django.http import HttpResponse

def page(request):
    return HttpResponse(Markup("<p>%s</p>") % request.GET["q"])  # <-- finding
