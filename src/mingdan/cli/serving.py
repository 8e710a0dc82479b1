"""``mingdan serve``: the review page and the registry in a browser."""

from pathlib import Path
from typing import Annotated

import typer


def serve(
    registry: Annotated[
        str, typer.Option("--registry", envvar="MINGDAN_REGISTRY", help="Address of the registry; made where missing.")
    ] = "registry.sqlite",
    data: Annotated[
        Path, typer.Option("--data", help="Folder of uploads, and the only one from which sources are shown.")
    ] = Path("mingdan-data"),
    gold: Annotated[
        Path, typer.Option("--gold", help="File to which documents go that somebody has looked through, JSONL.")
    ] = Path("gold.jsonl"),
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; others than this machine need --token.")
    ] = ("127.0.0.1"),
    port: Annotated[int, typer.Option("--port", min=1, max=65_535, help="Port to listen on.")] = 8765,
    token: Annotated[
        str | None, typer.Option("--token", envvar="MINGDAN_TOKEN", help="What everybody who connects must give.")
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="Further host name under which browsers come. Repeatable.")
    ] = None,
    profile: Annotated[str, typer.Option("--profile", help="Profile that reads uploads.")] = "default",
    upload_mb: Annotated[int, typer.Option("--upload-mb", min=1, max=1024, help="Largest upload, MiB.")] = 64,
    debug: Annotated[bool, typer.Option("--debug", help="Print the traceback of a failure.")] = False,
) -> None:
    """Open the review page: rows beside their documents, decisions, corrections, lists, alerts, uploads."""
    raise typer.Exit(_run(registry, data, gold, host, port, token, tuple(name or ()), profile, upload_mb))


def _run(
    registry: str,
    data: Path,
    gold: Path,
    host: str,
    port: int,
    token: str | None,
    names: tuple[str, ...],
    profile: str,
    upload_mb: int,
) -> int:
    from importlib.util import find_spec

    from mingdan.cli.console import say
    from mingdan.core.errors import MissingExtraError, UsageError
    from mingdan.extract.job import check_folder

    lacking = [one for one in ("fastapi", "uvicorn", "jinja2", "bokeh", "networkx") if find_spec(one) is None]
    if lacking:
        raise MissingExtraError(f"the review page needs the package {lacking[0]}", hint="pip install 'mingdan[web]'")
    import uvicorn

    from mingdan.serve.app import make_app
    from mingdan.serve.settings import MEBIBYTE, Settings

    settings = Settings(registry, data, gold, host, port, token, profile, upload_mb * MEBIBYTE, names)
    settings.check()
    check_folder(data)
    app = make_app(settings)
    shown = f"[{host}]" if ":" in host else host
    say(f"http://{shown}:{port}/  (Ctrl-C ends it)")
    try:
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
    except SystemExit as error:
        hint = "another program may listen there; give another --port"
        raise UsageError("the server could not start", where=f"{host}:{port}", hint=hint) from error
    return 0
