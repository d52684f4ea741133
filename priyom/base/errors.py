"""The six ways in which the product says no. Actions raise them; the middleware turns them into answers."""

from typing import Any


class DomainError(Exception):
    """A refusal with a sentence for the person who asked."""

    status = 400
    code = "refused"

    def __init__(self, message: Any = "", *, errors: dict[str, list[Any]] | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.errors = errors or {}


class NotVisible(DomainError):
    """It does not exist, or must not be known to exist: the answer is the same."""

    status = 404
    code = "not_found"


class NotAllowed(DomainError):
    """The person may see it but not do this."""

    status = 403
    code = "not_allowed"


class WrongMethod(DomainError):
    """The address does not take this method: a form's address was opened like a page, or nobody's takes it."""

    status = 405
    code = "wrong_method"


class WrongState(DomainError):
    """It could be done, but not now: somebody was faster, or the state has moved on."""

    status = 409
    code = "wrong_state"


class Invalid(DomainError):
    """What was sent cannot be understood; ``errors`` maps a field to its sentences."""

    status = 422
    code = "invalid"


class TooMany(DomainError):
    """Over a limit; ``retry_after`` is in seconds."""

    status = 429
    code = "too_many"

    def __init__(self, message: Any = "", *, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NotNow(DomainError):
    """The database or the disk cannot serve at the moment; the same request may succeed later."""

    status = 503
    code = "not_now"
    retry_after = 5
