# A declaration without a value.

class Settings:
    password: str = "hunter2"  # <-- finding
