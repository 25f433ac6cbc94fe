"""Executable runbooks: what runs them, what they record and conclude, and what they do.

A notebook's cells use :func:`open_run` and the modules named for runbooks; the command line uses
:func:`fpcache_ops.operations.command.RunbookCommands`.
"""

from fpcache_ops.operations.session import open_run

__all__ = ["open_run"]
