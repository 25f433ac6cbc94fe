# The algorithm and the mode are strong.

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

def seal(key, nonce):
    return Cipher(algorithms.TripleDES(key), modes.GCM(nonce))  # <-- finding
