# A list that grows while it is read.

def run(cursor, name):
    queries = ["SELECT 1"]
    for query in queries:
        cursor.execute(query)  # <-- finding
        queries.append(name)
