"""Customers: registration, login, password resets and profiles."""

from shop.accounts.views import blueprint

blueprints = (blueprint,)
