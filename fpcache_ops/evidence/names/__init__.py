"""What an item of the outline does to names: which it binds, deletes, changes and refers to.

One walk over the syntax of an item, without recursion, driven by the tables of the language. Names
are compared as the language compares them. What the walk does not know it takes for a reference
through which the thing may be changed.

``walk`` takes a node and finds who knows its kind: ``binding``, ``imports``, ``definitions``,
``chains``, ``calls`` or ``reflection``. These write into ``notes``, for each of the ``levels`` that
have names of their own, what is done to a name (``uses``). When all has been read, ``settling``
says which names are local, and sums up the ``facts``.
"""
