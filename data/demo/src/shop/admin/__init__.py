"""The back office: prices, imports and a look at the machine."""

from shop.admin import diagnostics, imports, pricing

blueprints = (diagnostics.blueprint, imports.blueprint, pricing.blueprint)
