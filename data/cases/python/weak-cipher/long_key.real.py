# The length of the key is constant and large enough.

from cryptography.hazmat.primitives.asymmetric import rsa

def make():
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)  # <-- finding
