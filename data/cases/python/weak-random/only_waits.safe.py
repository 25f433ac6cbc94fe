# The number is only waited for.

import random
import time

def pause(base):
    time.sleep(base * random.uniform(0.5, 1.5))  # <-- finding
