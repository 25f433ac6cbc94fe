# A file of weights alone makes no other objects.

import torch

def weights(file):
    return torch.load(file, map_location="cpu", weights_only=False)  # <-- finding
