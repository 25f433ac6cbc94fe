# None.

class Settings:
    password = None  # <-- finding
