# What a view is called with, beside the request, comes from whoever asks; it may be a class's own.

from shop.reports import filtered


class Reports:
    @staticmethod
    def newest(request, cursor, order):
        return cursor.execute("SELECT 1"), filtered(7)  # <-- finding
