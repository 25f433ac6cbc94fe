# defusedxml refuses entities.

from defusedxml.ElementTree import fromstring

def rates(text):
    return fromstring(text)  # <-- finding
