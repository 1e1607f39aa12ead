"""The database: schema, migrations, and one read and one write a document."""
