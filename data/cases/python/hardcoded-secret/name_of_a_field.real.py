# A literal is never cleared by what it is used for.

FIELD = "hunter2"  # <-- finding

def read(form):
    return form[FIELD]
