"""A desk's corrections of clusters, and which text of a merged cluster a document is a copy of.

The index begins anew: signatures made before know no places and negations, and can't be compared.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    connection = op.get_bind()
    for day in connection.execute(sa.text("SELECT day FROM cluster_days")).scalars().all():
        connection.execute(sa.text(f"DROP TABLE IF EXISTS cluster_keys_{day:08d}"))
    for table in ("cluster_members", "clusters", "cluster_days"):
        connection.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 (a constant)
    op.create_table(
        "cluster_constraints",
        sa.Column("sequence", _number, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("other", sa.Text, nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("undone_at", sa.String(27)),
        sa.Column("undone_by", sa.Text),
    )
    op.create_index("ix_cluster_constraints_document", "cluster_constraints", ["document"])
    op.create_index("ix_cluster_constraints_other", "cluster_constraints", ["other"])
    op.add_column("clusters", sa.Column("joined", sa.String(17)))
    op.add_column("documents", sa.Column("text_cluster", sa.Text))
