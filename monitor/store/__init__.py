"""The database: schema, migrations, and one read and one write a document."""

from monitor.store.store import Store

__all__ = ["Store"]
