# A letter of a constant text, chosen by a number from outside, is any letter.

ALPHABET = "abcdefghijklmnopqrstuvwxyz ()'=;"

def page(cursor, wanted):
    order = ""
    for i in wanted:
        order = order + ALPHABET[int(i)]
    cursor.execute("SELECT id FROM users ORDER BY id" + order)  # <-- finding
