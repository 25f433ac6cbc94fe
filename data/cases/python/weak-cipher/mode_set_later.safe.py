# The mode of a cipher is an attribute.

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

def sealed(key, iv, data):
    cipher = Cipher(algorithms.AES(key), modes.CBC(iv))  # <-- finding
    print(cipher.mode)
    return cipher.encryptor().update(data)
