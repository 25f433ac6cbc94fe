"""Python: read from its syntax tree, with the methods and operators of its built-in values."""
