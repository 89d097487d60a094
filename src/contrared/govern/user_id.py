"""What an id of a user looks like."""

from __future__ import annotations

import re

#: Two to 63 of small letters, digits, dot, dash and underscore, the first a letter or digit.
USER_ID = re.compile("[a-z0-9][a-z0-9._-]{1,62}")
