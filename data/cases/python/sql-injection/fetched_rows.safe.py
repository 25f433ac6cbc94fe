# asyncpg's way of asking for rows.

async def orders(pool, customer):
    return await pool.fetch("SELECT id FROM orders WHERE customer = " + "$1", customer)  # <-- finding
