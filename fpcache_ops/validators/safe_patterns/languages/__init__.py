"""What the engine has to be told of each language: how to read it and what its own values do."""
