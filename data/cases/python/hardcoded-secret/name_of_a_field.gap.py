# A literal is never cleared by what it is used for.

FIELD = "password"  # <-- finding

def read(form):
    return form[FIELD]
