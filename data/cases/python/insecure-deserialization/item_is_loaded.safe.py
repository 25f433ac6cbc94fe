# Reading an item of the store parses it.

import json
import pickle


class Store:
    def __init__(self, folder):
        self.folder = folder

    def __getitem__(self, key):
        return json.loads((self.folder / key).read_text())


def merged(store, key, text):
    return {**json.loads(text), "kept": store[key]}, pickle.loads(b"N.")  # <-- finding
