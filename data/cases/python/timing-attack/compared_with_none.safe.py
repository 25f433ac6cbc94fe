# That there is nothing tells nobody more.

def allowed(given, secret):
    if given is None or secret == "":  # <-- finding
        return False
    return None
