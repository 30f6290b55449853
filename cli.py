"""The front door of a checkout: `python cli.py list` is `timeline list`."""

from timeline.cli import main

if __name__ == "__main__":
    main()
