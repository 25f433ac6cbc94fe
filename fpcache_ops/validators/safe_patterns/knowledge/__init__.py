"""What calls mean, as data: a module per language and family, and the contexts they share."""
