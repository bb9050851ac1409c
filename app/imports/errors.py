"""Why an import cannot go on."""


class ImportRefusedError(Exception):
    """The files are not what they should be; the message says which and why."""
