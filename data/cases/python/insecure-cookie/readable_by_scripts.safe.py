# One flag is not enough.

def enter(answer, value):
    answer.set_cookie("visit", value, secure=True, httponly=True)  # <-- finding
