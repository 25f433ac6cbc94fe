# A parser whose dangerous features are off: what a parser is told later is not followed.

import xml.sax
from xml.sax.handler import feature_external_ges

def read(stream):
    parser = xml.sax.make_parser()  # <-- finding
    parser.setFeature(feature_external_ges, True)
    parser.parse(stream)
