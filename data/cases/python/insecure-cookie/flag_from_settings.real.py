# Whether a setting is true is not known here.

from shop import settings

def enter(answer, value):
    secure = settings.SECURE
    answer.set_cookie("visit", value, secure=secure, httponly=True)  # <-- finding
