# A declaration without a value.

class Settings:
    password: str  # <-- finding
