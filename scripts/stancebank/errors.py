"""What can go wrong that is no matter of content."""


class UsageError(Exception):
    """The call can not be carried out as asked: a missing path, an option that does not fit. Exit code 2."""
