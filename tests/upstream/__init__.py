"""Real upstream validators for tests: a server, a program and a package, honest or not."""
