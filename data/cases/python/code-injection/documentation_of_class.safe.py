# The documentation of a class is among what it holds.

class Shout:
    """print(input().upper())"""  # <-- finding

    text = ""


exec(Shout.text)
