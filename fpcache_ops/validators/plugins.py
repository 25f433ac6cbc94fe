"""Validators that installed packages offer: entry points of the group ``fpcache_ops.validators``.

An entry point names something that is called with the configured parameters and gives a
:class:`fpcache_ops.core.ports.Validator`.
"""

from importlib.metadata import entry_points

from fpcache_ops.config.validators import PLUGINS, EntryPointTable
from fpcache_ops.core.ports import Validator
from fpcache_ops.errors import UnusableInput
from fpcache_ops.validators.contract import version_of
from fpcache_ops.validators.restated import Restated


def plugin(table: EntryPointTable) -> Validator:
    """The validator of an entry point, by the name and with the parameters of the settings.

    Its version covers the settings and the package's own version, besides what it says itself.

    Raises:
        UnusableInput: it cannot be made.
    """
    (found, *_others) = entry_points(group=PLUGINS, name=table.entry_point)
    try:
        made: Validator = found.load()(table.parameters)
        made.version("", "")
    except Exception as error:  # whatever other people's code raises
        raise UnusableInput(
            f"the validator {table.entry_point!r} ({found.value}) cannot be made: "
            f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        ) from error
    package = [found.dist.name, found.dist.version] if found.dist is not None else []
    settings = table.answering() | {"package": package, "value": found.value}

    def version(language: str, vulnerability_type: str) -> str:
        own = [made.name, made.version(language, vulnerability_type)]
        return version_of(settings | {"own": own})

    return Restated(made, table.name, version)
