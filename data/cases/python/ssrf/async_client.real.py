# A client that is waited for asks whoever the address names.

import httpx

async def item(number):
    async with httpx.AsyncClient(timeout=5) as client:
        return await client.get("https://" + number, params={"number": number})  # <-- finding
