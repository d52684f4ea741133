"""Letters that go nowhere yet: one file each in the outbox, which only its owner may read."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from priyom.base.clock import now


class PrivateOutbox(BaseEmailBackend):
    """A folder of letters, closed to the other accounts of the machine."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._folder = Path(settings.EMAIL_FILE_PATH)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700)

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        """Write each letter into a file of its own."""
        for each in email_messages:
            name = f"{now():%Y%m%d-%H%M%S}-{secrets.token_hex(6)}.eml"
            file = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "wb") as stream:
                stream.write(each.message().as_bytes())
        return len(email_messages)
