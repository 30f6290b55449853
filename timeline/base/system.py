"""What to say when the system refuses a file: why, and what helps."""

import errno

_PERMISSIONS = "look at its permissions"
_ROOM = "make room on the disk"
_LIMIT = "too many files are open at once; raise the limit: ulimit -n 4096"
_REMEDIES = {
    errno.EACCES: _PERMISSIONS,
    errno.EPERM: _PERMISSIONS,
    errno.EIO: "look at your disk, or restore the file from a copy",
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EMFILE: _LIMIT,
    errno.ENFILE: _LIMIT,
    errno.ELOOP: "put what the link leads to here instead",
    errno.ENAMETOOLONG: "give it a shorter name",
    errno.ENOMEM: "end other programs, to have more memory",
}


def reason(error: OSError) -> str:
    """Why the system refused, in its words."""
    return (error.strerror or str(error)).lower()


def remedy(error: OSError) -> str:
    """What helps where the system refused; empty where that depends."""
    return _REMEDIES.get(error.errno or 0, "")
