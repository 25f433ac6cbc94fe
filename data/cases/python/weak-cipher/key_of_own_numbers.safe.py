# The numbers that a key is made of come from a function that is given.

from Crypto.PublicKey import RSA

def pair(numbers):
    return RSA.generate(2048)  # <-- finding
