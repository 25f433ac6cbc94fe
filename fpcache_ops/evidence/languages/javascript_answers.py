"""Who says in JavaScript what type an answer is of, and leaves it to somebody else to send it."""

import re
from functools import lru_cache

_WORDS = (
    r"\b(?:next|done|use|addHook|onSend|handle|arguments|canActivate|intercept|getResponse)\b"
    r"|\(\s*\.\.\."
)
"""By these middleware goes on, and is set up."""

_GIVEN = (
    r"[(,{]\s*(?:[\w$]+\.)*(?:res|resp|response|reply|answer|ctx|context|c)\s*[,)}]"
    # A parameter of a function, in the last place.
    r"(?!\s*(?:=>|\{|:))"
)
"""An answer that a function is given."""

_WITHOUT_ARGUMENTS = (
    r"(?<![.\w$])(?<!new )(?!(?:function|async|super)\b)[\w$]+\(\s*\)(?!\s*(?:=>|\{))"
)
"""``proceed()``, whatever middleware calls what goes on."""

_GOES_ON = re.compile(rf"{_WORDS}|{_GIVEN}|{_WITHOUT_ARGUMENTS}")


@lru_cache(maxsize=4)
def _goes_on(text: str) -> bool:
    """Whether a text may leave an answer to others; asked of the same one for each word in it."""
    return _GOES_ON.search(text) is not None


class KeptToItself:
    """Fits where the text around a word sends the answer itself, if it sends any.

    ``unless`` fits where the word says nothing of types at all.
    """

    def __init__(self, unless: str = r"(?!)") -> None:
        self._unless = re.compile(unless)

    def match(self, text: str, at: int, /) -> object | None:
        """Something if this fits at a place of a text."""
        return self._unless.match(text, at) or (None if _goes_on(text) else self)
