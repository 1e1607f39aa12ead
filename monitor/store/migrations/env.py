"""Alembic's entry: runs the steps on the connection, and in the transaction, that `monitor.store.engine` hands over."""

from alembic import context

from monitor.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
