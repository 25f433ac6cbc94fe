"""Building evidence: from a finding and submitted bytes to the canonical input of a validation."""
