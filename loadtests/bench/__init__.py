"""Speed as ratios: each row times a thing and its peer in turn, in one run on one machine."""
