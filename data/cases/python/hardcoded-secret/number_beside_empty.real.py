# What is compared with the empty string may be got by a secret.

def is_anonymous(client, user):
    if client.name_of(user, 48151623) == "":  # <-- finding
        return True
    return False
