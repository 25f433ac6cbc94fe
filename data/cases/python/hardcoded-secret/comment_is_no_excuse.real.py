# A secret in a comment is a secret.

# token = "hunter2"  # <-- finding
