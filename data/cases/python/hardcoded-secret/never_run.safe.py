# A secret can be read where it is never run.

class Settings:
    if False:
        password = None  # <-- finding
