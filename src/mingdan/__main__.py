"""``python -m mingdan``."""

from mingdan.cli import main

if __name__ == "__main__":
    main()
