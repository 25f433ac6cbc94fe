# A sleep gives back its second argument.

import asyncio
import random

async def token():
    return await asyncio.sleep(0, random.random())  # <-- finding
