"""The promise of the ``scope`` policy in JavaScript, over random programs that Node.js runs."""

import json
import re
import shutil
import subprocess

import pytest

from fpcache_ops.core.evidence import Built
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.evidence.tree import decode_tree
from tests.factories import a_finding
from tests.unit.evidence.programs_javascript import OBJECTS, Program, program

NODE = shutil.which("node")
COUNT = 150

# Loads each program, calls everything in it that can be called from outside, then the target.
HARNESS = """
const vm = require("vm");
const run = (text) => {
  const context = vm.createContext({});
  const tried = (code) => {
    try { return vm.runInContext(code, context, {timeout: 2000}); }
    catch (error) { return error.name; }
  };
  try { vm.runInContext(text, context, {timeout: 2000}); } catch (error) { return null; }
  for (const name of ["f0", "f1", "f2", "f3"]) tried(`typeof ${name} === "function" && ${name}()`);
  const own = "Object.prototype.hasOwnProperty.call(Object.getPrototypeOf";
  for (const name of ["k", "l", "p"]) for (const method of ["grow", "store"])
    tried(`${own}(${name}), "${method}") && ${name}.${method}([1])`);
  return [tried("target()")];
};
process.stdout.write(JSON.stringify(JSON.parse(require("fs").readFileSync(0, "utf8")).map(run)));
"""


def pruned(one: Program) -> str:
    """The slice around the place, with the objects whose classes are in it."""
    built = ScopePolicy().build(
        a_finding("a.js", one.line), SubmittedSources({"a.js": one.text.encode()})
    )
    assert isinstance(built, Built)
    assert built.policy == "scope", built.fallback
    text = decode_tree(built.evidence.parts[0].content).text.decode()
    for name, of in OBJECTS.items():
        if f"const {name} = new" not in text and re.search(rf"(class|function) {of}\b", text):
            first = re.search(r"^(function|const|var) (f\d|target)", text, re.MULTILINE)
            assert first is not None
            text = text[: first.start()] + f"const {name} = new {of}();\n" + text[first.start() :]
    return text


@pytest.mark.skipif(NODE is None, reason="Node.js is not installed: nothing runs the programs")
def test_what_is_left_out_does_nothing_to_what_is_kept():
    """Whatever runs outside the slice, the place computes what the slice alone computes."""
    assert NODE is not None
    programs = [program(seed) for seed in range(COUNT)]
    slices = [pruned(one) for one in programs]
    texts = [text for one, part in zip(programs, slices, strict=True) for text in (one.text, part)]
    ran = subprocess.run(
        [NODE, "-e", HARNESS], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    results = json.loads(ran.stdout)
    compared = 0
    for seed, (whole, part) in enumerate(zip(results[::2], results[1::2], strict=True)):
        if whole is not None:  # Else it does not even load: nothing to compare.
            compared += 1
            assert part == whole, (seed, programs[seed].text, slices[seed])
    assert compared > COUNT / 2
