"""Which rule a result breaks, and the vulnerability type that the rule reports."""

import re
from collections.abc import Iterator
from typing import Any

from fpcache_ops.core.taxonomy import canonical_type, cwe_of, type_of_rule
from fpcache_ops.sarif.document import as_list, as_object, as_text, element, is_integer

_CWE = re.compile(r"\bcwe[-_: ]{0,2}0{0,4}([1-9][0-9]{0,4})\b", re.IGNORECASE)
_CWE_PAGE = re.compile(r"cwe\.mitre\.org/data/definitions/([1-9][0-9]{0,4})\b", re.IGNORECASE)
_NUMBER = re.compile(r"\s*0{0,4}([1-9][0-9]{0,4})\s*")
_CWE_PROPERTIES = frozenset({"cwe", "cwes", "cweid", "cweids"})
_HIERARCHY = 8
_PLACEHOLDER = re.compile(r"\{(\d{1,4})\}")


class Rules:
    """The rules and taxonomies of one run."""

    def __init__(self, run: dict[str, Any]) -> None:
        tool = as_object(run.get("tool"))
        driver = as_object(tool.get("driver"))
        self.scanner = as_text(driver.get("name"))
        self._strings = as_object(driver.get("globalMessageStrings"))
        self._taxonomies = as_list(run.get("taxonomies"))
        self._taxonomy_by_guid = {guid: taxonomy for taxonomy, guid in _with_guid(self._taxonomies)}
        extensions = as_list(tool.get("extensions"))
        self._driver = _Component(driver)
        self._extensions = [_Component(as_object(extension)) for extension in extensions]
        self._components = [self._driver, *self._extensions]

    def rule_of(self, result: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The id of the rule that a result breaks, and its description as far as there is one.

        The id decides: an index that leads to a rule with another id is wrong (gosec sorts its
        rules after it has numbered them).
        """
        reference = as_object(result.get("rule"))
        rule_id = as_text(result.get("ruleId")) or as_text(reference.get("id"))
        index = reference.get("index")
        if not is_integer(index):
            index = result.get("ruleIndex")
        component = self._component(as_object(reference.get("toolComponent")))
        rule = element(component.rules, index)
        if not rule_id:
            return as_text(as_object(rule).get("id")), rule or {}
        names = _and_above(rule_id)
        if rule is not None and rule.get("id") in names:
            return rule_id, rule
        for place in (component, *self._components):
            for name in names:
                if name in place.by_id:
                    return rule_id, place.by_id[name]
        return rule_id, {}

    def type_of(self, result: dict[str, Any], rule_id: str, rule: dict[str, Any]) -> str:
        """The vulnerability type: by our rule map, by CWE, by the rule's own name, by its id."""
        cwes = [*self._cwes(result, "taxa"), *self._cwes(rule, "relationships")]
        known = type_of_rule(self.scanner, rule_id, cwes)
        named = canonical_type(as_text(rule.get("name")).rpartition("/")[2])
        return named if cwe_of(known) is None and cwe_of(named) is not None else known

    def message_of(self, result: dict[str, Any], rule: dict[str, Any]) -> str:
        """The result's message for people, looked up and filled in (SARIF 3.11.7)."""
        message = as_object(result.get("message"))
        text = as_text(message.get("text")) or as_text(message.get("markdown"))
        name = as_text(message.get("id"))
        if not text and name:
            strings = as_object(rule.get("messageStrings")).get(name)
            if strings is None:
                strings = self._strings.get(name)
            text = as_text(as_object(strings).get("text"))
        arguments = [as_text(argument) for argument in as_list(message.get("arguments"))]
        if not arguments:
            return text
        return _PLACEHOLDER.sub(
            lambda found: arguments[int(found[1])] if int(found[1]) < len(arguments) else found[0],
            text,
        )

    def _component(self, reference: dict[str, Any]) -> "_Component":
        """The driver or extension that a ``toolComponentReference`` names (SARIF 3.54.2)."""
        index, guid = reference.get("index"), as_text(reference.get("guid"))
        if is_integer(index) and 0 <= index < len(self._extensions):
            return self._extensions[index]
        for component in self._components:
            if guid and component.guid == guid:
                return component
        return self._driver

    def _cwes(self, described: dict[str, Any], taxa: str) -> Iterator[int]:
        """The CWE numbers that a result or a rule is filed under, the clearest first."""
        for entry in as_list(described.get(taxa)):
            reference = as_object(entry)
            target = reference if taxa == "taxa" else as_object(reference.get("target"))
            yield from self._cwe_of_taxon(target)
        properties = as_object(described.get("properties"))
        for name, value in properties.items():
            if re.sub(r"[-_ ]", "", name.casefold()) in _CWE_PROPERTIES:
                for one in value if isinstance(value, list) else [value]:
                    yield from _numbers(one)
        for tag in as_list(properties.get("tags")):
            yield from (int(found[1]) for found in _CWE.finditer(as_text(tag)))
        for page in _CWE_PAGE.finditer(as_text(described.get("helpUri"))):
            yield int(page[1])

    def _cwe_of_taxon(self, target: dict[str, Any]) -> Iterator[int]:
        where = as_object(target.get("toolComponent"))
        taxonomy = element(self._taxonomies, where.get("index"))
        if taxonomy is None:
            taxonomy = self._taxonomy_by_guid.get(as_text(where.get("guid")), {})
        name = as_text(taxonomy.get("name")) or as_text(where.get("name"))
        if name.casefold() != "cwe":
            return
        taxon = as_text(target.get("id"))
        if not taxon:
            taxon = as_text(as_object(element(taxonomy.get("taxa"), target.get("index"))).get("id"))
        yield from _numbers(taxon)


class _Component:
    """The driver or an extension: whatever may define rules."""

    def __init__(self, component: dict[str, Any]) -> None:
        self.guid = as_text(component.get("guid"))
        self.rules = as_list(component.get("rules"))
        self.by_id: dict[str, dict[str, Any]] = {}
        for rule in self.rules:
            name = as_text(as_object(rule).get("id"))
            if name:
                self.by_id.setdefault(name, rule)


def _with_guid(components: list[Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for component in components:
        guid = as_text(as_object(component).get("guid"))
        if guid:
            yield component, guid


def _and_above(rule_id: str) -> list[str]:
    """The id, then the ids of the rules that it may be a part of (SARIF 3.5.4)."""
    names = [rule_id]
    while "/" in names[-1] and len(names) < _HIERARCHY:
        names.append(names[-1].rpartition("/")[0])
    return names


def _numbers(value: object) -> Iterator[int]:
    """CWE numbers in ``89``, ``"89"``, ``"CWE-89"`` or ``"CWE-89: ..."``."""
    if is_integer(value):
        yield value
    elif isinstance(value, str):
        whole = _NUMBER.fullmatch(value)
        if whole is not None:
            yield int(whole[1])
        else:
            yield from (int(found[1]) for found in _CWE.finditer(value))
