"""Letters that go nowhere yet: one file each in the outbox, which only its owner may read."""

import os
from pathlib import Path
from typing import IO, Any

from django.core.mail.backends.filebased import EmailBackend


class PrivateOutbox(EmailBackend):
    """Django's folder of letters, closed to the other accounts of the machine."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        Path(self.file_path).chmod(0o700)

    stream: IO[bytes] | None

    def open(self) -> bool:
        """Begin a letter; False when it was begun already."""
        if self.stream is not None:
            return False
        name = os.open(self._get_filename(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.stream = os.fdopen(name, "ab")
        return True
