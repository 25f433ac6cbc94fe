# A text of letters and digits in quotes cannot end them; a match at the beginning says nothing.

import re

def find(cursor, code):
    if not re.fullmatch(r"[A-Z0-9]{4,12}", code):
        raise ValueError(code)
    cursor.execute(f"SELECT id FROM coupons WHERE code = '{code}'")  # <-- finding
