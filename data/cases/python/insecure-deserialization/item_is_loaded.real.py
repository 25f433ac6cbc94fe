# Reading an item of the store unpickles it, whatever wrote it.

import json
import pickle


class Store:
    def __init__(self, folder):
        self.folder = folder

    def __getitem__(self, key):
        return pickle.loads((self.folder / key).read_bytes())


def merged(store, key, text):
    return {**json.loads(text), "kept": store[key]}, pickle.loads(b"N.")  # <-- finding
