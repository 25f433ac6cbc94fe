"""Reports and exports, for staff."""

from shop.reports import exports, sales

blueprints = (sales.blueprint, exports.blueprint)
