# Constant conditions, with values bound to them.

from library.models import Book

def search(request):
    term = request.GET.get("q", "")
    return Book.objects.extra(where=["lower(title) = %s AND shelf = '" + term + "'"], params=[term])  # <-- finding
