# The mode of a cipher is an attribute.

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

def sealed(key, iv, data):
    cipher = Cipher(algorithms.AES(key), modes.CBC(iv))  # <-- finding
    cipher.mode = modes.ECB()
    return cipher.encryptor().update(data)
