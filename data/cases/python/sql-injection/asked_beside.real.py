# What a view is called with, beside the request, comes from whoever asks.

from shop.reports import filtered

def report(request, cursor, order):
    return cursor.execute("SELECT 1"), filtered(order)  # <-- finding
