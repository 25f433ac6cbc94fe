"""Orders: placing them, looking back at them, and their papers."""

from shop.orders import documents, history

blueprints = (history.blueprint, documents.blueprint)
