"""Programs from Debian that tests run: CI installs them (see .ci/run)."""

import os
import shutil

import pytest


def program(name: str, package: str) -> str:
    """Its path; where it is absent, CI fails and others skip."""
    found = shutil.which(name)
    if found is None:
        why = f"{name} is not there: install Debian's package {package}"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    return found
