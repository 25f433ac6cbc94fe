# Whoever runs functions for others takes the function behind other arguments.

async def find(cursor, loop, query):
    return cursor.execute("SELECT 1"), await loop.run_in_executor(None, cursor.execute, query)  # <-- finding
