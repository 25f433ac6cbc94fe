"""What is known of one item when it has been read: the facts that a slice is made by."""

from collections.abc import Mapping
from dataclasses import dataclass

from tree_sitter import Node

from fpcache_ops.core.evidence import Fallback

Bound = Node | str
"""What a name is bound to: a node of the source, or the kind of definition."""

UNKNOWN = "unknown"
IMPORTED = "imported"
MODULE_ITSELF = "module "
"""Before the name of a module that is imported as such."""
DEFINED = "defined"


@dataclass(frozen=True, slots=True)
class Facts:
    """What an item does to names.

    ``binds`` are names bound where the item stands, with what to; ``module_binds`` those of the
    module, which a method may bind too by declaring them. ``soft`` are names bound by it that hide
    nothing.

    ``annotated`` are names that only its annotations mention. With bits of use: ``names`` of the
    module that it touches, ``own`` attributes that it touches through ``self``, ``of_names``
    attributes of a name of the module (attribute, then name), ``attributes`` of anything else;
    ``attribute_binds`` is what any of these is bound to. ``binds_any``: it may bind any name that
    nothing else does. ``taken`` are names of other modules that it imports, under whatever name.

    ``operates_on_self``: ``self`` is used otherwise than for its attributes; ``leaks_self``: and
    something else may get hold of it. ``writes_any``: an attribute
    is written whose name is computed; ``writes_any_own``: one of ``self``. ``exits``: what follows
    it may not be reached. ``compares``: it asks whether values are equal. ``doubts`` are about what
    the item itself means, ``poisons`` about what it may do to anything in the file.
    """

    binds: Mapping[str, tuple[Bound, ...]]
    module_binds: Mapping[str, tuple[Bound, ...]]
    own_binds: Mapping[str, tuple[Bound, ...]]
    attribute_binds: Mapping[str, tuple[Bound, ...]]
    annotated: frozenset[str]
    names: Mapping[str, int]
    own: Mapping[str, int]
    of_names: Mapping[str, Mapping[str, int]]
    attributes: Mapping[str, int]
    soft: frozenset[str]
    taken: frozenset[str]
    operates_on_self: bool
    leaks_self: bool
    writes_any: bool
    writes_any_own: bool
    exits: bool
    compares: bool
    binds_any: bool
    doubts: frozenset[Fallback]
    poisons: frozenset[Fallback]
