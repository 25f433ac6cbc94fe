"""Payments: the card gateway, its notifications, and exchange rates."""

from shop.payments import gateway, rates

blueprints = (gateway.blueprint, rates.blueprint)
