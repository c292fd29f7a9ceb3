"""``python -m twofold`` does what ``twofold`` does."""

from twofold.cli import main

if __name__ == "__main__":
    main()
