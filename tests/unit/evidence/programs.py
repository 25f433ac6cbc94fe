"""Random Python programs that mostly change each other's data, and a place in them."""

from dataclasses import dataclass

from hypothesis import strategies as st

VARIABLES = ("A", "B", "C", "D")
_FUNCTIONS = ("f0", "f1", "f2", "f3")
_CLASSES = ("K", "L")
_numbers = st.integers(0, 99)
_variables = st.sampled_from(VARIABLES)


@dataclass(frozen=True)
class Program:
    """A program in pieces: definitions and statements in order, and the function in question."""

    pieces: tuple[str, ...]
    target: str

    @property
    def text(self) -> str:
        """The source."""
        return "\n".join((*self.pieces, self.target)) + "\n"

    @property
    def line(self) -> int:
        """The 1-based line of the place: the last one."""
        return self.text.count("\n")


def _displays(depth: int = 1) -> st.SearchStrategy[str]:
    flat = st.lists(_numbers, max_size=2).map(str)
    if not depth:
        return flat
    return flat | st.lists(_displays(depth - 1), min_size=1, max_size=2).map(
        lambda inner: f"[{', '.join(inner)}]"
    )


def _lists(fields: bool) -> st.SearchStrategy[str]:
    """Expressions that are lists, whatever has happened before."""
    several = [
        _displays(),
        _variables,
        _variables.map(lambda name: f"list({name})"),
        _variables.map(lambda name: f"{name}[:]"),
        st.tuples(_variables, _variables).map(lambda pair: f"({pair[0]} or {pair[1]})"),
        _variables.map(lambda name: f"({name} if {name} else [])"),
    ]
    if fields:
        several += [
            st.sampled_from(_CLASSES).map(lambda name: f"{name}.items"),
            st.sampled_from(_CLASSES).map(lambda name: f"{name.lower()}.items"),
            st.sampled_from(_CLASSES).map(lambda name: f"{name.lower()}.look()"),
        ]
    return st.one_of(several)


def _changes(returning: tuple[str, ...], fields: bool) -> st.SearchStrategy[str]:
    """Statements that change data that is at hand under some name."""
    at = _lists(fields)
    several = [
        st.tuples(at, _numbers).map(lambda t: f"{t[0]}.append({t[1]})"),
        st.tuples(at, _numbers).map(lambda t: f"{t[0]}.extend([{t[1]}])"),
        st.tuples(at, _numbers).map(lambda t: f"{t[0]}[:0] = [{t[1]}]"),
        st.tuples(at, at).map(lambda t: f"{t[0]}.append(list({t[1]})[:2])"),
        st.tuples(at, _numbers).map(lambda t: f"v = {t[0]}; v.append({t[1]})"),
        st.tuples(at, _numbers).map(lambda t: f"add = {t[0]}.append; add({t[1]})"),
        st.tuples(at, _numbers).map(lambda t: f"push({t[0]}, {t[1]})"),
        st.tuples(at, _numbers).map(lambda t: f"list.append({t[0]}, {t[1]})"),
        st.tuples(at, _numbers).map(
            lambda t: f"for v in {t[0]}: isinstance(v, list) and v.append({t[1]})"
        ),
        st.tuples(at, _numbers).map(
            lambda t: f"[v.append({t[1]}) for v in {t[0]} if isinstance(v, list)]"
        ),
        st.tuples(at, _numbers).map(lambda t: f"(lambda v: v.append({t[1]}))({t[0]})"),
        st.tuples(at, at, _numbers).map(
            lambda t: f"v = {{'x': {t[0]}, 'y': {t[1]}}}; v['x'].append({t[2]})"
        ),
        st.tuples(at, _numbers).map(lambda t: f"v, *_ = [{t[0]}]; v += [{t[1]}]"),
        st.tuples(st.sampled_from(_CLASSES), at).map(lambda t: f"{t[0]}.items = {t[1]}"),
        st.tuples(st.sampled_from(_CLASSES), at).map(lambda t: f"{t[0].lower()}.items = {t[1]}"),
        st.tuples(st.sampled_from(_CLASSES), at).map(
            lambda t: f"setattr({t[0]}, 'it' + 'ems', {t[1]})"
        ),
        st.tuples(st.sampled_from(_CLASSES), at).map(lambda t: f"setattr({t[0]}, 'items', {t[1]})"),
        st.tuples(st.sampled_from(_CLASSES), at).map(
            lambda t: f"{t[0].lower()}.__dict__['items'] = {t[1]}"
        ),
        st.tuples(st.sampled_from(_CLASSES), at).map(lambda t: f"{t[0].lower()}.store({t[1]})"),
        st.sampled_from(_CLASSES).map(lambda name: f"{name}.look = lambda self: []"),
        st.tuples(_variables, at).map(lambda t: f"globals()['{t[0]}'] = {t[1]}"),
        st.tuples(_variables, at).map(lambda t: f"exec('{t[0]} = [7]', globals())"),
        st.just("pass"),
    ]
    if returning:
        several += [
            st.tuples(st.sampled_from(returning), _numbers).map(
                lambda t: f"{t[0]}().append({t[1]})"
            ),
            st.tuples(st.sampled_from(returning), _numbers).map(
                lambda t: f"v = {t[0]}(); v.append({t[1]})"
            ),
        ]
    return st.one_of(several)


@st.composite
def _functions(draw: st.DrawFn, name: str, earlier: tuple[str, ...], fields: bool) -> str:
    lines = []
    if draw(st.booleans()):
        lines.append(f"global {draw(_variables)}")
    bound = lines[0].split()[1] if lines else ""
    local = draw(st.sampled_from(("", "parameter", "assigned", "nested", "")))
    hidden = draw(_variables.filter(lambda one: one != bound))
    if bound:
        lines.append(f"{bound} = {draw(_displays())}")
    if local == "assigned":
        lines.append(f"{hidden} = {draw(_displays())}")
    lines += draw(st.lists(_changes(earlier, fields), min_size=1, max_size=2))
    if local == "nested":
        inner = draw(_variables.filter(lambda one: one != bound))
        lines += [f"def inner({inner}=[]):", f"    {inner}.append(1)", "inner()"]
    parameter = f"{hidden}=[]" if local == "parameter" else ""
    lines.append(f"return {draw(_lists(fields))}")
    return f"def {name}({parameter}):\n" + "\n".join(f"    {line}" for line in lines)


@st.composite
def _classes(draw: st.DrawFn, name: str, base: str, fields: bool) -> str:
    lines = [f"items = {draw(_lists(fields) if base and fields else _displays())}"]
    if draw(st.booleans()):
        lines += ["def __init__(self):", f"    self.items = {draw(_displays())}"]
    lines += ["def look(self):", "    return self.items"]
    lines += ["def store(self, given):", f"    {draw(st.sampled_from(_STORES))}"]
    lines += ["def grow(self):", f"    {draw(st.sampled_from(_GROWTHS))}"]
    if base and draw(st.booleans()):
        lines += ["def __getattr__(self, name):", "    return []"]
    return f"class {name}({base}):\n" + "\n".join(f"    {line}" for line in lines)


_STORES = ("self.items = given", "self.items.append(given)", "self.other = given", "pass")
_GROWTHS = (
    "self.items.append(5)",
    "mine = self.items; mine.append(6)",
    "self.look().append(7)",
    "push(self.items, 8)",
    "me = self; me.items = [9]",
    "push_into(self, 3)",
    "setattr(self, 'items', [4])",
    "self.__dict__['items'] = [2]",
    "type(self).items = [1]",
    "pass",
)


@st.composite
def programs(draw: st.DrawFn, *, fields: bool) -> Program:
    """Programs that run without a failure, at least until their functions are called.

    ``fields``: what objects hold goes by other names, too. Of a field nothing is ever proven, for
    code that is not seen may write it.
    """
    pieces = [
        "def push(given, number):\n    given.append(number)",
        "def push_into(thing, number):\n    thing.items.append(number)",
        *(f"{name} = {draw(_displays())}" for name in VARIABLES),
        draw(_classes("K", "", fields)),
        draw(_classes("L", draw(st.sampled_from(("", "K"))), fields)),
        "k = K()",
        "l = L()",
    ]
    earlier: tuple[str, ...] = ()
    for name in _FUNCTIONS:
        pieces.append(draw(_functions(name, earlier, fields)))
        earlier += (name,)
    later = draw(
        st.lists(
            st.one_of(
                _changes((), fields).filter(lambda line: ".store(" not in line),
                st.tuples(_variables, _lists(fields)).map(lambda t: f"{t[0]} = {t[1]}"),
                st.tuples(_variables, _variables, _displays()).map(
                    lambda t: f"{t[0]} = {t[1]} = {t[2]}"
                ),
                st.tuples(_variables, _lists(fields)).map(
                    lambda t: f"if len({t[0]}) > 1:\n    {t[0]} = {t[1]}\nelse:\n    pass"
                ),
                st.tuples(_variables, _lists(fields)).map(
                    lambda t: f"try:\n    {t[0]} = {t[1]}\nexcept Exception:\n    pass"
                ),
                st.tuples(_variables, _lists(fields)).map(
                    lambda t: f"for {t[0]} in [{t[1]}]:\n    pass"
                ),
            ),
            max_size=3,
        )
    )
    pieces += later
    shown = draw(st.lists(_lists(fields), min_size=1, max_size=2))
    called = draw(st.lists(st.sampled_from(_FUNCTIONS), max_size=1))
    values = [*shown, *(f"{name}()" for name in called)]
    return Program(tuple(pieces), f"def target():\n    return repr([{', '.join(values)}])")
