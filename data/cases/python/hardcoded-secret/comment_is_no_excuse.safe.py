# A secret in a comment is a secret.

token = None  # <-- finding
