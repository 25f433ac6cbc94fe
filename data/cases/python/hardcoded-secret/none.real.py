# None.

class Settings:
    password = "s3cret"  # <-- finding
