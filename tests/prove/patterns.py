"""docs/patterns: a page for each type of each language, from the knowledge and the labelled cases.

``make docs`` writes them; what is wrong in one is changed in the knowledge, or by another case.
"""

import difflib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.kits import Kit, kit_of
from fpcache_ops.validators.safe_patterns.knowledge.model import Family, Form, Sink
from tests.prove.corpus import LabelledCase, labelled_cases, twin_of

PATTERNS = Path(__file__).parents[2] / "docs" / "patterns"
LANGUAGES = {
    "python": ("Python", ("python",)),
    "javascript": ("JavaScript and TypeScript", ("javascript", "typescript", "tsx")),
    "java": ("Java", ("java",)),
}
"""What is written of each, and the folders of its cases."""

_HEAD = """\
# Safe patterns

What the built-in validator can prove harmless, and what it cannot: a page for each language and
type. `make docs` writes these pages from the knowledge under
`fpcache_ops/validators/safe_patterns/knowledge` and the labelled cases under `data/cases`.

A finding is answered as a false positive only if **every** value that reaches **every** marked
place is proven harmless for that very kind of place. Everything else is reported as real, and so is
whatever is not on these pages. On every page:

- Followed are assignments, branches, loops, exceptions, every kind of string building, containers
  with constant keys, conditions that are constant, and functions, methods and classes of the same
  file, within a bounded number of steps.
- Never proof: a parameter, a name or call that is not known, a field that code elsewhere may write,
  a method that a subclass may override, a sanitizer for another kind of place, one branch out of
  several, a path, a file name, an identifier's name.
- Not seen, and so never excused: code outside the evidence. Code that is not modelled takes all
  that passes through it along.
- Believed, though code outside the evidence may say otherwise: in Java, a simple name is the
  library's, not that of a class which another file of the same package declares under the name of
  one in `java.lang` or in a package imported on demand; and a writer, a statement or a request that
  is handed in is the library's, not of a class elsewhere that derives from it.
- A call is judged wherever its full name, or the last part of the name of something unknown, stands
  on the page. Calls under *never proven* are known to be dangerous in ways that are not modelled.
- A comment, a string that nothing reads, a type declaration and code behind a constant condition
  that is false are harmless for every type but hardcoded secrets.

*Recognised* counts the labelled safe cases. No real one is answered as a false positive:
`make test` fails on the first, and `make corpus` counts them anew.
"""

_JUSTIFIED = {
    Justification.CODE_NOT_PRESENT: "the dangerous code is not there",
    Justification.NOT_CONTROLLABLE: "nobody outside controls it",
    Justification.INLINE_MITIGATIONS: "it is made harmless in place",
    Justification.NOT_IN_EXECUTE_PATH: "it is never executed",
    None: "by what it is made of",
}


_ALSO_JUDGED = {
    "fragment": "A text that is marked where it is built must be harmless wherever it goes on to.",
    "assigned": "A marked assignment is judged by the value that is assigned.",
    "stored": "A marked `container[key] = value` is judged by the key and the value.",
    "compared": "A marked comparison is judged by its two sides.",
    "shown": "What a marked statement sends to a browser is judged as HTML.",
    "literals_forbidden": "A literal that is not empty is the fault itself, in a comment, too.",
}
"""What else than calls is judged, by the field of the knowledge that says so."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a page is about."""

    language: str
    kit: Kit
    family: Family
    cases: tuple[LabelledCase, ...]

    @property
    def path(self) -> str:
        return f"{self.language}/{self.family.type}.md"

    def of_kind(self, *kinds: str) -> list[LabelledCase]:
        return [case for case in self.cases if case.kind in kinds]

    @property
    def recognised(self) -> str:
        safe, gaps = len(self.of_kind("safe")), len(self.of_kind("gap"))
        return f"{safe} of {safe + gaps}"


def pages() -> dict[str, str]:
    """Every page by its path below docs/patterns."""
    subjects = list(_subjects())
    return {"README.md": _index(subjects)} | {one.path: _page(one) for one in subjects}


def _subjects() -> Iterator[_Subject]:
    for language, (_, folders) in LANGUAGES.items():
        kit = kit_of(language)
        assert kit is not None
        for name, family in sorted(kit.families.items()):
            cases = [c for c in labelled_cases() if c.language in folders and c.type == name]
            yield _Subject(language, kit, family, tuple(cases))


def _index(subjects: list[_Subject]) -> str:
    parts = [_HEAD]
    for language, (name, _) in LANGUAGES.items():
        own = [one for one in subjects if one.language == language]
        parts.append(f"## {name}\n")
        parts.append("| type | recognised | real cases |\n|---|--:|--:|")
        parts += [
            f"| [{one.family.type}]({one.path}) | {one.recognised} | {len(one.of_kind('real'))} |"
            for one in own
        ]
        kit = own[0].kit
        parts.append(f"\nKnown to all types: what {_named(kit.calls)} give.")
        parts.append(f"These never return: {_named(kit.never_return)}.\n")
    return "\n".join(parts)


def _page(subject: _Subject) -> str:
    family = subject.family
    name, _ = LANGUAGES[subject.language]
    parts = [
        f"# {family.type} in {name}\n",
        "*Written by `make docs`. What holds for every type is in [the index](../README.md).*\n",
        "## What it proves\n",
        *_about(subject),
        _counted(subject),
        *_sinks(subject),
        *_known(subject),
        *_sample(subject),
        "## Known gaps\n",
        f"Reported as real, safe or not: {_began(family.beyond)}\n",
        *_gaps(subject),
        *_apart(family),
    ]
    return "\n".join(parts)


def _about(subject: _Subject) -> Iterator[str]:
    family = subject.family
    shared = sum(one.module == family.module for one in subject.kit.families.values()) > 1
    if not (shared and family.about):
        doc = sys.modules[family.module].__doc__ or ""
        yield f"{_plain(doc.strip())}\n"
    if family.about:
        yield f"{_plain(family.about)}\n"
    for field, words in _ALSO_JUDGED.items():
        if getattr(family, field):
            yield f"{words}\n"


def _counted(subject: _Subject) -> str:
    real = len(subject.of_kind("real"))
    return (
        f"Recognised are {subject.recognised} labelled safe cases; none of {real} real ones is "
        "answered as a false positive.\n"
    )


def _sinks(subject: _Subject) -> Iterator[str]:
    family = subject.family
    judged = [sink for sink in family.sinks if sink.forms]
    never = [sink for sink in family.sinks if not sink.forms]
    if judged:
        yield "## Calls that are judged\n"
    by_forms: dict[tuple[str, ...], list[Sink]] = {}
    for sink in judged:
        by_forms.setdefault(tuple(form.pattern for form in sink.forms), []).append(sink)
    for sinks in by_forms.values():
        yield from _calls(sinks)
        yield ""
        forms: dict[str, list[Form]] = {}
        for sink in sinks:
            for form in sink.forms:
                forms.setdefault(form.pattern, []).append(form)
        for pattern, alike in forms.items():
            samples = ", ".join(dict.fromkeys(_samples(subject, alike)))
            why = _JUSTIFIED[alike[0].justification]
            yield f"- harmless as *{pattern}*: {why}; samples {samples}"
        yield ""
    if never:
        yield "### Never proven\n"
        yield from _calls(never)
        yield ""


def _calls(sinks: list[Sink]) -> Iterator[str]:
    exact = sorted({_call(path) for sink in sinks for path in sink.calls})
    named = sorted({_call(name) for sink in sinks for name in sink.names})
    if exact:
        yield f"{', '.join(f'`{one}`' for one in exact)}" + (";" if named else "")
    if named:
        yield f"anything called {', '.join(f'`{one}`' for one in named)}"


def _samples(subject: _Subject, forms: list[Form]) -> Iterator[str]:
    """Links to the cases that a form names as its samples."""
    for form in forms:
        for word in form.proves.replace("(real:", ",").replace(")", "").split(","):
            folder, _, name = word.strip().rpartition("/")
            kind = folder or subject.family.type
            found = [
                case
                for case in labelled_cases()
                if case.language in LANGUAGES[subject.language][1]
                and case.type == kind
                and case.path.name.split(".")[0] == name
            ]
            if found:
                # The safe one, if there is one.
                yield _link(name, max(found, key=lambda case: case.kind))


def _known(subject: _Subject) -> Iterator[str]:
    family = subject.family
    if not (family.calls or family.harmless or family.methods or family.operators):
        return
    yield "## Sanitizers and other calls whose result is known\n"
    if family.calls:
        yield f"{_named(family.calls)}\n"
    for model in (family.methods, family.operators):
        if model is not None and model.__doc__:
            yield f"{_plain(model.__doc__.strip())}\n"
    if family.harmless:
        yield f"No sinks, though they are called like one: {_named(family.harmless)}\n"


def _sample(subject: _Subject) -> Iterator[str]:
    """A safe case, and what makes it real: the first that the knowledge names, or the shortest."""
    safe = {case.path.name.split(".")[0]: case for case in subject.of_kind("safe")}
    if not safe:
        return
    named = [
        word.strip()
        for sink in subject.family.sinks
        for form in sink.forms
        for word in form.proves.replace(subject.family.type + "/", "").split(",")
    ]
    name = next(
        (one for one in named if one in safe),
        min(safe, key=lambda one: (len(safe[one].path.read_text()), one)),
    )
    case = safe[name]
    twin = twin_of(case)
    mine, other = case.path.read_text(), twin.read_text()
    yield f"## A sample: {_link(name, case)}\n"
    yield f"```{_fence(case)}\n{mine.rstrip()}\n```\n"
    yield f"Its [real twin]({_to(twin)}) differs by one edit:\n"
    changed = difflib.unified_diff(mine.splitlines(), other.splitlines(), n=1, lineterm="")
    lines = [line for line in list(changed)[2:] if not line.startswith("@@")]
    yield "```diff\n" + "\n".join(lines) + "\n```\n"


def _gaps(subject: _Subject) -> Iterator[str]:
    gaps = subject.of_kind("gap")
    if not gaps:
        yield "Every labelled safe case of this type is recognised."
    for case in gaps:
        first = case.path.read_text().splitlines()[0]
        said = first.lstrip("#/ ").strip() if first.startswith(("#", "//")) else ""
        name = case.path.name.split(".")[0]
        yield f"- {_link(name, case)}" + (f": {said}" if said else "")
    yield ""


def _apart(family: Family) -> Iterator[str]:
    if family.apart:
        yield f"A proof says nothing of: {_began(family.apart)}\n"


# Words and links


def _began(text: str) -> str:
    """A sentence as it goes on behind a colon."""
    return _plain(text[:1].lower() + text[1:])


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted({_call(name) for name in names}))


def _call(path: str) -> str:
    """A path as people write it."""
    return path.removeprefix("builtins.").removeprefix("?.")


def _plain(text: str) -> str:
    return text.replace("``", "`")


def _link(name: str, case: LabelledCase) -> str:
    return f"[{name}]({_to(case.path)})"


def _to(path: Path) -> str:
    return "../../../" + path.relative_to(PATTERNS.parents[1]).as_posix()


def _fence(case: LabelledCase) -> str:
    return {"javascript": "js", "typescript": "ts"}.get(case.language, case.language)


def write() -> None:
    """Write every page, and remove what is none any more."""
    made = pages()
    for path, text in made.items():
        file = PATTERNS / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    for file in PATTERNS.rglob("*.md"):
        if file.relative_to(PATTERNS).as_posix() not in made:
            file.unlink()


if __name__ == "__main__":
    write()
