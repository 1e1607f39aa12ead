"""Why the monitor has merged two clusters by itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("cluster_constraints", sa.Column("why", sa.Text))
