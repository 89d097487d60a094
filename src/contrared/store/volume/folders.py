"""Folders that the file system itself encrypts (fscrypt), asked of the kernel."""

from __future__ import annotations

import errno
import fcntl
import os
import struct
from pathlib import Path

#: ``_IOWR('f', 22, __u8[9])`` of ``linux/fscrypt.h``.
GET_POLICY_EX = 0xC0096616
#: A policy of version 2, the longest there is, in bytes.
_LONGEST = 24
#: File systems that can encrypt folders.
KINDS = frozenset({"ext4", "f2fs", "ubifs", "ceph"})
_NONE = (errno.ENODATA, errno.ENOTTY, errno.EOPNOTSUPP, errno.EINVAL)


def has_policy(folder: Path) -> bool:
    """Whether a folder has an encryption policy; one that has passes it on to all that is made in it.

    Raises:
        OSError: the folder cannot be opened.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        asked = bytearray(struct.pack("=Q", _LONGEST) + bytes(_LONGEST))
        fcntl.ioctl(handle, GET_POLICY_EX, asked)
    except OSError as exc:
        if exc.errno in _NONE:
            return False
        raise
    finally:
        os.close(handle)
    return True
