# Which mode it is must be seen.

from Crypto.Cipher import AES

def seal(key, text, mode):
    chosen = mode
    return AES.new(key, chosen).encrypt(text)  # <-- finding
