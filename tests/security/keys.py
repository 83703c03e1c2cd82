"""Keys as real work has them, for starting the program with the settings of production."""

from __future__ import annotations

import base64
import os

PERSONAL_KEYS = {
    "ANSINH_PERSONAL_KEYS": f"k1:{base64.b64encode(os.urandom(32)).decode()}",
    "ANSINH_INDEX_KEY": base64.b64encode(os.urandom(32)).decode(),
}
