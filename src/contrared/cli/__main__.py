"""``python -m contrared.cli``: the command line without its script."""

from contrared.cli.app import main

main()
