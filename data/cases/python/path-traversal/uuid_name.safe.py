# A random identifier.

import uuid

def write(data, name):
    with open(f"/srv/media/{uuid.uuid4().hex}.png", "wb") as file:  # <-- finding
        file.write(data)
