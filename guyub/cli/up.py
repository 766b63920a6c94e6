"""guyub up: migrate, then the web server and one worker, together; either one that dies is started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import click
import django

from guyub.cli.init import data_dir, make_keys


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Web processes.")
@click.option("--threads", default=4, show_default=True, help="Threads of each web process.")
def up(host: str, port: int, workers: int, threads: int) -> None:
    """Bring the installation up to date and serve it: web and worker in one command."""
    make_keys(data_dir())
    django.setup()
    prepare()
    click.echo(f"Guyub at http://{host}:{port}/  (Ctrl+C stops it)")
    serve(host=host, port=port, workers=workers, threads=threads)


def prepare() -> None:
    """Migrate, make the cache table and collect the static files; quick when nothing is new."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def serve(*, host: str, port: int, workers: int = 1, threads: int = 4) -> None:
    """Run web and worker as children until SIGTERM or SIGINT; a child that dies is started again after a second."""
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    web += ["--workers", str(workers), "--blocking-threads", str(threads), "--backpressure", "64"]
    web += ["--no-ws", "--log-level", "warning", "guyub.wsgi:application"]
    commands = {"web": web, "worker": [sys.executable, "-m", "guyub", "work"]}
    children = {name: subprocess.Popen(command) for name, command in commands.items()}
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True
        for child in children.values():
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        time.sleep(0.5)
        for name, child in children.items():
            if child.poll() is not None and not stopping:
                click.echo(f"{name} ended with {child.returncode}; starting it again", err=True)
                time.sleep(1)
                children[name] = subprocess.Popen(commands[name])
    deadline = time.monotonic() + 20
    for child in children.values():
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
    os._exit(0)
