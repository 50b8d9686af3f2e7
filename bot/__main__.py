"""The commands: `python -m bot COMMAND`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from bot import settings


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status; a bad setting or use ends with one sentence."""
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (about, _) in COMMANDS.items():
        commands.add_parser(name, help=about, add_help=name not in PASS_ON)
    args, rest = parser.parse_known_args(argv)
    if rest and args.command not in PASS_ON:
        parser.error(f"unknown: {' '.join(rest)}")
    try:
        return COMMANDS[args.command][1](rest)
    except settings.SettingsError as error:
        print(f"Setting not usable: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"Stopped: {args.command} was ended by Ctrl-C.", file=sys.stderr)
        return 130  # what a shell reports for it


def _serve(_rest: list[str]) -> int:
    found = settings.load()
    print("Starting chat and desk ...", file=sys.stderr, flush=True)
    from bot.serve import serve

    return serve(found)


def _chat(_rest: list[str]) -> int:
    from bot.serve import begin_opnieuw, run_chat

    begin_opnieuw("chat")
    return run_chat(settings.load())


def _desk(_rest: list[str]) -> int:
    from bot.serve import begin_opnieuw, run_desk

    begin_opnieuw("desk")
    return run_desk(settings.load())


def _train(rest: list[str]) -> int:
    from bot.dialogue.train import train_if_changed

    return train_if_changed(settings.load().model_dir, force="--force" in rest)


def _migrate(_rest: list[str]) -> int:
    from bot.records.database import migrate

    migrate(settings.load().database_url)
    return 0


def _team(rest: list[str]) -> int:
    from bot.beheer import maak_team

    return maak_team(settings.load(), " ".join(rest))


def _merk(_rest: list[str]) -> int:
    from bot.beheer import merk_sleutels

    return merk_sleutels(settings.load())


def _logboek(_rest: list[str]) -> int:
    from bot.beheer import controleer_logboek

    return controleer_logboek(settings.load())


def _evaluate(rest: list[str]) -> int:
    from bot.dialogue.evaluate import main as evaluate

    return evaluate(rest)


def _check(rest: list[str]) -> int:
    from bot.content.nakijken import main as check

    return check(rest)


def _explore(rest: list[str]) -> int:
    from bot.content.verkenner import main as explore

    return explore(rest)


COMMANDS: dict[str, tuple[str, Callable[[list[str]], int]]] = {
    "serve": ("serve chat and desk until Ctrl-C", _serve),
    "chat": ("serve the chat alone", _chat),
    "desk": ("serve the desk alone", _desk),
    "train": ("train the model if the content changed (--force: anyway)", _train),
    "migrate": ("bring the database to the newest schema", _migrate),
    "team": ("make another team NAAM; prints the one-time link of its first member", _team),
    "merk": ("once, after an upgrade from before there were marks: mark the public keys", _merk),
    "logboek": ("check the log of who opened what, and note its last line", _logboek),
    "check": ("check the content: every mistake with its file, line and remedy", _check),
    "explore": ("walk many generated talks and judge every turn", _explore),
    "evaluate": ("measure the understanding on a file of labelled messages", _evaluate),
}
#: Commands that read their own options.
PASS_ON = ("train", "team", "explore", "check", "evaluate")

if __name__ == "__main__":
    sys.exit(main())
