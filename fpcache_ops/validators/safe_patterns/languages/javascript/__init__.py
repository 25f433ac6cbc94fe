"""JavaScript and TypeScript: their syntax as a program of the engine, what their own values do."""
