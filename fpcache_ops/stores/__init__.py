"""Where entries and invalidations are kept: one SQL schema, one behaviour."""
