"""Alembic's entry: migrations run on the connection that the store hands over."""

from alembic import context

from fpcache_ops.stores.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
