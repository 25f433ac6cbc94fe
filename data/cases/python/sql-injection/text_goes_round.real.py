# The text is asked for two rounds later, together with what a user gives.


def find(cursor, request):
    first = second = "SELECT 1"
    kept = ""
    while request.more():
        cursor.execute(first + request.order)
        first = second
        second = kept
        kept = "SELECT id FROM people ORDER BY "  # <-- finding
