"""The edit: a statement put into one function, in memory, to see what is judged again."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from msgspec.structs import replace as changed

from fpcache_ops.core.finding import Finding, Location
from fpcache_ops.errors import UnusableInput
from fpcache_ops.operations.parameters import nearest, shown
from fpcache_ops.operations.validate_cache.case import Case, places

STATEMENT = 'print("edited in memory by the runbook validate-cache")'


@dataclass(frozen=True)
class Edit:
    """A statement inserted into a function: ``line`` is where it stands, ``content`` the file.

    ``first`` and ``last`` are the lines of the function before the edit.
    """

    path: str
    function: str
    line: int
    first: int
    last: int
    content: str

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            "edited_file": self.path,
            "edited_function": self.function,
            "inserted_at_line": self.line,
            "inserted": STATEMENT,
        }

    def touches(self, finding: Finding) -> bool:
        """Whether a finding of the case before has a place in the edited file."""
        return any(at.path == self.path for at in places(finding))

    def is_within(self, finding: Finding) -> bool:
        """Whether a finding of the case before has a place in the edited function."""
        return any(
            at.path == self.path and self.first <= at.region.start_line <= self.last
            for at in places(finding)
        )

    def applied_to(self, case: Case) -> Case:
        """The case as a scan of the edited tree would report it; no file on disk is touched."""

        def moved(at: Location) -> Location:
            if at.path != self.path:
                return at
            # A hash in the report is that of the file before.
            expectation = changed(at.expectation, sha256=None) if at.expectation else None
            region = at.region
            if region.last_line < self.line:
                return changed(at, expectation=expectation)
            below = region.start_line >= self.line
            return changed(
                at,
                region=changed(
                    region,
                    start_line=region.start_line + below,
                    end_line=region.last_line + 1,
                ),
                expectation=expectation if below else None,
            )

        findings = tuple(
            changed(
                finding,
                locations=tuple(map(moved, finding.locations)),
                flows=tuple(tuple(map(moved, flow)) for flow in finding.flows),
            )
            for finding in case.findings
        )
        return replace(case, findings=findings, files={**case.files, self.path: self.content})


def choose_edit(case: Case, path: str = "", function: str = "") -> Edit:
    """Insert a statement into a Python function that a finding is in.

    Without ``path`` and ``function`` it is the one that tells most: the file has as many other
    findings as possible, which must, or must not, be judged again.

    Raises:
        UnusableInput: when there is no such function.
    """
    if path and path not in case.files:
        raise UnusableInput(
            f"edit_path {shown(path)} is no file of the case{nearest(path, case.files)}"
        )
    edits = [
        edit
        for name, content in case.files.items()
        if name.endswith(".py") and path in ("", name)
        for edit in possible_edits(name, content)
    ]
    if function:
        names = [edit.function for edit in edits]
        edits = [edit for edit in edits if edit.function == function]
        if not edits:
            raise UnusableInput(
                f"edit_function {shown(function)} is no function that can be edited"
                f"{nearest(function, names)}"
            )

    def telling(edit: Edit) -> tuple[bool, int, str, int]:
        within = sum(edit.is_within(finding) for finding in case.findings)
        touched = sum(edit.touches(finding) for finding in case.findings)
        return (within == 0, -(touched - within), edit.path, edit.line)

    best = min(edits, key=telling, default=None)
    if best is None or not any(best.touches(finding) for finding in case.findings):
        raise UnusableInput(
            "no finding is in a Python function of the case, so nothing can be edited to see what "
            "is judged again"
        )
    return best


def possible_edits(path: str, content: str) -> Iterator[Edit]:
    """One possible edit for each outermost function of a Python file."""
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    lines = re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z", content)
    for name, node in _functions(tree.body, ""):
        body = node.body
        is_docstring = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
        if is_docstring and len(body) == 1:
            continue
        statement = body[1] if is_docstring else body[0]
        at = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", ()))])
        line = lines[at - 1]
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        if len(indent) != statement.col_offset or at <= node.lineno:
            continue
        ending = re.search(r"\r\n|\n|\r", line)
        inserted = indent + STATEMENT + (ending[0] if ending else "\n")
        edited = "".join([*lines[: at - 1], inserted, *lines[at - 1 :]])
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        yield Edit(path, name, at, first, node.end_lineno or node.lineno, edited)


def _functions(
    body: Sequence[ast.stmt], prefix: str
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{prefix}{node.name}.")
