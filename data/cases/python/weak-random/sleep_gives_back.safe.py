# A sleep gives back its second argument.

import asyncio
import random

async def token():
    return await asyncio.sleep(random.random())  # <-- finding
