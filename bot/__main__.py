"""`python -m bot WORD`."""

from bot.cli import main

main()
