# Spread keywords may name the statement in another way.

def page(cursor, options):
    cursor.execute(sql="SELECT 1", **options)  # <-- finding
