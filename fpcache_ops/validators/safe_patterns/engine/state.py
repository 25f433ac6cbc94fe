"""What is known at one point of a run: the values of variables, the contents of containers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Content,
    Hole,
    Literal,
    Number,
    Pieces,
    Reference,
    Repeat,
    Series,
    Table,
    Text,
    Value,
    is_unknown,
    join,
    normal,
    references,
    size,
    unknown,
    within,
)


@dataclass(slots=True)
class State:
    """``exact`` scopes (functions) stop at an unbound name; others go on to the names outside.

    ``several`` are the places at which more than one container may have been made. ``facts`` is
    what tests have found out of properties, by their paths.
    """

    variables: dict[str, Value] = field(default_factory=dict)
    heap: dict[int, Content] = field(default_factory=dict)
    exact: bool = True
    several: frozenset[int] = frozenset()
    facts: dict[str, Value] = field(default_factory=dict)

    def copy(self) -> "State":
        """A state of its own."""
        return State(
            dict(self.variables), dict(self.heap), self.exact, self.several, dict(self.facts)
        )

    def adopt(self, other: "State") -> None:
        """Become what another state is."""
        self.variables, self.heap, self.several = other.variables, other.heap, other.several
        self.facts = other.facts

    def content(self, site: int) -> Content:
        """What the container made at a place may hold; ``None`` if that is not known."""
        return self.heap.get(site)

    def allocate(self, site: int, content: Series | Table) -> None:
        """A container is made; another one may have been made there before."""
        if site in self.heap:
            self.heap[site] = join_content(self.heap[site], content)
            self.several |= {site}
        else:
            self.heap[site] = content

    def replace(self, site: int, content: Series | Table) -> None:
        """The container now holds this, and nothing else if it is certainly the one."""
        if site in self.several or self.heap.get(site) is None:
            self.change(site, content)
        else:
            self.heap[site] = content

    def change(self, site: int, content: Series | Table) -> None:
        """The container may now hold this, too."""
        if site in self.heap:
            self.heap[site] = join_content(self.heap[site], content)

    def forget(self) -> None:
        """Containers that nothing holds any more are gone: others may be made at their places."""
        lost = {site for site, content in self.heap.items() if content is None}
        if not lost:
            return
        for value in self.variables.values():
            lost.difference_update(references(value))
        for content in self.heap.values():
            if content is not None:
                lost.difference_update(_inside(content))
        for site in lost:
            del self.heap[site]
        self.several -= lost

    def escape(self, *values: Value) -> None:
        """Code out of sight has these: the containers in them may be changed from now on."""
        pending = [site for value in values for site in references(value)]
        while pending:
            site = pending.pop()
            content = self.heap.get(site)
            self.heap[site] = None
            if content is not None:
                pending.extend(_inside(content))


def _inside(content: Series | Table) -> Iterable[int]:
    return references((content,))


def held(
    value: Iterable[Atom], states: Sequence[State], *, objects: bool = False
) -> Iterator[Atom]:
    """What values may be and what is in the containers among them, however deep.

    With ``objects`` also what objects were given, and the objects whose methods these are.
    """
    pending, looked = list(value), set[int]()
    while pending:
        atom = pending.pop()
        yield atom
        mark = atom.site if isinstance(atom, Reference) else id(atom)
        if mark in looked:
            continue
        looked.add(mark)
        holders: list[Atom] = []
        match atom:
            case Reference(site=site):
                contents = (state.content(site) for state in states)
                holders += [content for content in contents if content is not None]
            case Series() | Table():
                holders.append(atom)
            case _ if objects:
                holders.append(atom)
            case _:
                pass
        pending += [inner for holder in holders for item in within(holder) for inner in item]


def join_content(first: Content, second: Content) -> Content:
    """What either may hold."""
    if first == second:
        return first
    if isinstance(first, Series) and isinstance(second, Series):
        if first.kind != second.kind:
            return None
        shared = min(len(first.items), len(second.items))
        items = tuple(join(a, b) for a, b in zip(first.items, second.items, strict=False))
        rest = join(first.rest, second.rest)
        for longer in (first.items[shared:], second.items[shared:]):
            for item in longer:
                rest = join(rest, item)
        return Series(first.kind, items, rest)
    if isinstance(first, Table) and isinstance(second, Table):
        others = dict(second.items)
        known = {key: join(value, others.get(key, second.rest)) for key, value in first.items}
        for key, value in others.items():
            if key not in known:
                known[key] = join(value, first.rest)
        return Table(tuple(known.items()), join(first.rest, second.rest))
    return None


def join_state(first: State | None, second: State | None) -> State | None:
    """What is known when either of two ways was taken; ``None`` is a way that is never taken."""
    if first is None or second is None:
        return first or second
    variables = dict(first.variables)
    for name, value in second.variables.items():
        mine = variables.get(name)
        if mine is None:
            variables[name] = value if first.exact else _perhaps(name, value)
        elif mine is not value:
            variables[name] = join(mine, value)
    if not first.exact:
        for name, value in first.variables.items():
            if name not in second.variables:
                variables[name] = _perhaps(name, value)
    heap = dict(first.heap)
    for site, content in second.heap.items():
        heap[site] = join_content(heap[site], content) if site in heap else content
    facts = {
        path: join(value, second.facts[path])
        for path, value in first.facts.items()
        if path in second.facts
    }
    return State(variables, heap, first.exact, first.several | second.several, facts)


def _perhaps(name: str, value: Value) -> Value:
    return join(value, unknown(f"`{name}` is not bound on every way"))


def same(first: State, second: State) -> bool:
    """Whether nothing was added (a joined value is the older one if nothing is new in it)."""
    return (
        first.variables.keys() == second.variables.keys()
        and all(first.variables[name] == second.variables[name] for name in first.variables)
        and first.heap == second.heap
        and first.several == second.several
        and first.facts == second.facts
    )


def widened(before: State, after: State) -> State:
    """A state that a loop cannot outgrow: what still changes is generalised.

    A text that only grew at its end is the old text and any number of what was added.
    """
    result = after.copy()
    for name, value in after.variables.items():
        old = before.variables.get(name)
        if old is None or old == value:
            continue
        grown = _grown(old, value)
        if grown is None:
            already = is_unknown(value)
            grown = (already,) if already else unknown(f"`{name}` changes in a loop")
            result.escape(value)
        result.variables[name] = grown
    for site, content in after.heap.items():
        if site not in before.heap or before.heap[site] == content:
            continue
        fields = _grown_fields(before.heap[site], content)
        if fields is not None:
            result.heap[site] = fields
        else:
            result.escape((Reference(site),))
    return result


def _grown_fields(old: Content, new: Content) -> Table | None:
    """A mapping of the same keys, each value generalised."""
    if not isinstance(old, Table) or not isinstance(new, Table) or old.rest != new.rest:
        return None
    before = dict(old.items)
    fields: list[tuple[str | int, Value]] = []
    for key, value in new.items:
        earlier = before.get(key)
        grown = value if earlier == value else _grown(earlier, value) if earlier else None
        if grown is None:
            return None
        fields.append((key, grown))
    return Table(tuple(fields), new.rest)


def _grown(old: Value, new: Value) -> Value | None:
    added = [atom for atom in new if atom not in old]
    if all(isinstance(atom, (Number, Literal)) for atom in added) and all(
        isinstance(atom, (Number, Literal)) for atom in new
    ):
        kinds = {type(atom.value).__name__ for atom in new if isinstance(atom, Literal)}
        return (Number(),) if kinds <= {"int", "float", "long", "short", "byte"} else None
    if not all(isinstance(atom, Text) for atom in (*old, *new)):
        return None
    bases = [atom for atom in old if isinstance(atom, Text)]
    result: list[Text] = list(bases)
    suffixes: list[Pieces] = []
    for atom in added:
        assert isinstance(atom, Text)
        found = [
            suffix
            for base in bases
            if base.flavour == atom.flavour
            and (suffix := _suffix(base.pieces, atom.pieces)) is not None
        ]
        suffix = min(found, key=size, default=None)
        if suffix is None or not _plain(suffix):
            return None
        if suffix not in suffixes:
            suffixes.append(suffix)
    shortest = min(bases, key=lambda base: len(base.pieces), default=None)
    if shortest is None or not suffixes:
        return None
    # Every older form began the same way: the shortest one and any number of what was added.
    repeat = Repeat(tuple(suffixes), "")
    grown: list[Text] = []
    for base in result:
        stem, tail = _stem(base.pieces)
        if tail is not None:
            merged = Repeat(tuple(dict.fromkeys((*tail.choices, *suffixes))), "")
            form = Text((*stem, merged), base.flavour)
        else:
            form = Text((*base.pieces, repeat), base.flavour)
        if form not in grown:
            grown.append(form)
    return tuple(grown)


def _stem(pieces: Pieces) -> tuple[Pieces, Repeat | None]:
    if pieces and isinstance(pieces[-1], Repeat) and pieces[-1].separator == "":
        return pieces[:-1], pieces[-1]
    return pieces, None


def _suffix(base: Pieces, longer: Pieces) -> Pieces | None:
    """What follows ``base`` in ``longer``, if it begins with it."""
    if not base:
        return longer
    shared = len(base) - 1
    if len(longer) < len(base) or longer[:shared] != base[:shared]:
        return None
    last, here = base[shared], longer[shared]
    if isinstance(last, str) and isinstance(here, str):
        if not here.startswith(last):
            return None
        return normal((here[len(last) :], *longer[shared + 1 :]))
    return longer[shared + 1 :] if last == here else None


def _plain(pieces: Pieces) -> bool:
    return all(isinstance(piece, (str, Hole)) for piece in pieces)
