# update() takes what is named after what is in the mapping.

from Crypto.Cipher import AES

def sealed(key, data):
    options = {}
    options.update({"mode": AES.MODE_GCM}, mode=AES.MODE_ECB)
    return AES.new(key, options["mode"]).encrypt(data)  # <-- finding
