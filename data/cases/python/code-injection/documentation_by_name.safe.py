# The documentation of a function is run, which is got by its name.

def shout(text):
    """print(input().upper())"""  # <-- finding
    return text.upper()


def demonstrate():
    exec(getattr(shout, "code"))
