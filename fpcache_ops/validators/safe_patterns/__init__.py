"""The built-in validator: a flow engine that knows no library, and tables that do.

``SafePatterns`` proves a finding false or says nothing. A construct that is not modelled makes
everything that passes through it unknown, and unknown is real.
"""

from fpcache_ops.validators.safe_patterns.validator import SafePatterns

__all__ = ["SafePatterns"]
