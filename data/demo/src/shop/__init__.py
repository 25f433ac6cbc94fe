"""Halyard & Daughters: the web shop of a small ship chandler's."""

from shop.app import create_app

__all__ = ["create_app"]
