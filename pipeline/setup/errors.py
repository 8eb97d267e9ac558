"""The one error of set-up."""


class SetupError(RuntimeError):
    """Something that set-up could not bring; the message says what was tried and which way leads on."""
