"""Where an uploaded file lies while it comes in."""

from __future__ import annotations

from contextlib import suppress

from django.core.files.uploadhandler import TemporaryFileUploadHandler


class PutDown(TemporaryFileUploadHandler):
    """A long file is put down on the disk; one for which the disk has no room is taken away again at once."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Put down the next piece of a file. Raises OSError."""
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            # Closing writes what still waits, which fails for the same reason, and takes the file away.
            with suppress(OSError):
                self.file.close()
            raise
