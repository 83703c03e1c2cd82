"""People who log in, with the roles they hold."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody who logs in."""
