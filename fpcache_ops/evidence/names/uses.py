"""What is done to a name, as bits. A name with none of these is only looked at."""

from fpcache_ops.evidence.languages.scopes import Flow

READ = 0
BIND = 1
"""It is bound, rebound or deleted."""
WRITE = 2
"""An element of it is, or what the language itself looks up in it (``__init__``)."""
MUTATE = 4
"""A method is called on it that changes containers: ``append``, ``update``."""
CALL = 8
"""A method is called on it that may change something."""
DECORATE = 16
"""A method of it decorates a definition."""
ESCAPE = 32
"""It is passed on, returned or stored: something else may change it."""
ELEMENT = 64
"""Something that it holds is."""
ALIAS = 128
"""It is given another name."""
RESULT = 256
"""It is called, and something is done to what it returns that may change this."""
CONFIGURE = 512
"""A method is called on it whose name says that it sets something: ``set_policy``."""
DEEP = 1024
"""An attribute of it is bound, or something behind one is changed."""

BOUND = 2048
"""An attribute of it gets out; it may be a method through which it can be changed."""

TEACH = 4096
"""A method of it decorates a definition, and not only to make it known."""

INVOKE = 8192
"""It is called."""

PUBLISHED = 16384
"""Other files may get it by name, and change what it holds."""

LATER = 16
"""So many bits further on: what a function does that is not called where it stands."""

CHANGED = BIND | WRITE | MUTATE | CONFIGURE
"""It is no longer what it was."""

CHANGING = CHANGED | CALL | ESCAPE | DEEP

OF_FLOW = {
    Flow.READ: READ,
    Flow.ELEMENT: ELEMENT,
    Flow.ESCAPE: ESCAPE,
    Flow.ALIAS: ESCAPE | ALIAS,
    Flow.DECORATE: ESCAPE,
    Flow.LATER: ESCAPE,
    Flow.PUBLISH: PUBLISHED,
}


def flow_of(bits: int) -> Flow:
    """Where something goes to which this is done."""
    if bits & (CHANGING | BOUND):
        return Flow.ESCAPE
    return Flow.ELEMENT if bits & ELEMENT else Flow.READ


LATER_FLOWS = (Flow.ALIAS, Flow.LATER, Flow.PUBLISH)
