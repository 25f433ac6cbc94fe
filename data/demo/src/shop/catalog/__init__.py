"""The catalogue: products, their pictures and their reviews."""

from shop.catalog import reviews, views

blueprints = (views.blueprint, reviews.blueprint)
