# What is compared with the empty string may be got by a secret.

def is_anonymous(client, user):
    if client.name_of(user) == "":  # <-- finding
        return True
    return False
