"""Run by Alembic: migrations on the connection that the registry opened."""

from alembic import context

from mingdan.registry.tables import metadata

if hasattr(context, "config"):  # not where the file is only looked at
    context.configure(
        connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
    )
    with context.begin_transaction():
        context.run_migrations()
