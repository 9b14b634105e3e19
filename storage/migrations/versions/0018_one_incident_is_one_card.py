"""A Level A is told by its card in the on-call channel: the alarm of its own is no kind of notice any more."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM outbox WHERE kind = 'level_a'")
