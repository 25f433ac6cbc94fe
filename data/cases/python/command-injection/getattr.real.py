# What is called is computed.

import os

def run(name, line):
    print(os.system("sync"), getattr(os, name)(line))  # <-- finding
