# A random identifier.

import uuid

def write(data, name):
    with open(f"/srv/media/{name}.png", "wb") as file:  # <-- finding
        file.write(data)
