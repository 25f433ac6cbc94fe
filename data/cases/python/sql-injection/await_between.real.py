# A coroutine that waits: its local variables stay its own.

async def page(cursor, queue, name):
    table = "users"
    table = other = await queue.get()
    await cursor.execute("SELECT id FROM " + table)  # <-- finding
    return other
