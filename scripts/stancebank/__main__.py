"""The command `stancebank`, also as `python -m stancebank`."""

import sys
import traceback

from stancebank.cli import app
from stancebank.errors import UsageError
from stancebank.findings import InvalidContent


def main() -> None:
    """Run the command line. Exit 0: all is well; 1: the content has errors; 2: wrong usage, or a bug."""
    try:
        app()
    except InvalidContent as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except UsageError as error:
        print(f"stancebank: {error}", file=sys.stderr)
        sys.exit(2)
    except Exception:  # a bug is shown whole, and is never mistaken for findings
        traceback.print_exc()
        sys.exit(2)


if __name__ == "__main__":
    main()
