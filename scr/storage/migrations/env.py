"""What Alembic runs to take the steps, on the connection that `upgrade` hands over."""

from alembic import context

from scr.storage.migrations import is_ours
from scr.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_name=is_ours,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
