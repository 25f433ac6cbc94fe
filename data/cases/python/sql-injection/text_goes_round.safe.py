# The text is asked for two rounds later, together with what a user gives.


def find(cursor, request):
    first = second = "SELECT 1"
    kept = ""
    while request.more():
        cursor.execute(first + "id")
        first = second
        second = kept
        kept = "SELECT id FROM people ORDER BY "  # <-- finding
