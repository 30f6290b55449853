"""Signatures of seals: made and checked by `ssh-keygen -Y`, over the canonical form of a seal.

A seal states the public key that signs it, so that its digest fixes the key; the signature itself
lies in a file beside it.
"""

import base64
import hashlib
import re
import struct
from pathlib import Path
from typing import Literal, NamedTuple

from timeline.base import system
from timeline.base.errors import Fault, TimelineError
from timeline.trust import programs

NAMESPACE = "timeline-seal"
"""What a signature is for, so that none that was made for something else counts."""
PROGRAM = "ssh-keygen"
SIGNER = "signer"
"""How the one who signs is called where nothing says who it is."""
_PRIVATE = b"openssh-key-v1\0"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----\n", "-----END SSH SIGNATURE-----\n"
_LINE = 70

State = Literal["good", "bad", "lost", "unchecked"]


class Signature(NamedTuple):
    """The signature of a seal: its key, and what came of checking it.

    `principal` is who signs, as a file of allowed signers has it; `problem` why it is bad.
    """

    key: str
    fingerprint: str
    state: State
    principal: str = ""
    problem: str = ""


def public_key_of(file: str) -> str:
    """The public key of a file of a private or public SSH key: its type and base64, no comment.

    Raises:
        TimelineError: the file cannot be read, or holds no such key.
    """
    text = _read(file)
    if "PRIVATE KEY" in text and not (key := _key_in_private(text)):
        text = _read(f"{file}.pub")
    elif "PRIVATE KEY" in text:
        return key
    key = " ".join(text.split()[:2])
    if not is_key(key):
        raise TimelineError(Fault("holds no SSH key", "name one: ssh-keygen makes it", file))
    return key


def is_key(key: str) -> bool:
    """Whether a text is a public SSH key: its type and base64."""
    return bool(_blob(key))


def fingerprint(key: str) -> str:
    """The fingerprint of a public key, as ssh prints it."""
    hashed = base64.b64encode(hashlib.sha256(_blob(key)).digest()).decode()
    return f"SHA256:{hashed.rstrip('=')}"


def sign(data: bytes, file: str, key: str) -> bytes:
    """A signature, for which a passphrase is asked on the terminal if need be.

    Args:
        data: what is signed.
        file: of the private key, or of the public key of one that an agent holds.
        key: the public key.

    Raises:
        TimelineError: ssh-keygen is not installed, cannot sign, or signs with another key.
    """
    programs.need(PROGRAM, "sign")
    done = programs.run([PROGRAM, "-Y", "sign", "-n", NAMESPACE, "-f", file], data)
    if not done.ok:
        raise TimelineError(Fault(f"{PROGRAM} does not sign: {done.complaint}", "", file))
    if check(data, done.out, key).state != "good":
        raise TimelineError(Fault("the signature is not by the public key of it", "", file))
    return done.out


def check(data: bytes, signature: bytes, key: str, allowed: str = "") -> Signature:
    """Check a signature.

    Args:
        data: what is signed.
        signature: the bytes of its file.
        key: the public key that must have signed.
        allowed: a file of allowed signers, as ssh has it; who signed must stand in it.
    """
    found = Signature(key, fingerprint(key) if is_key(key) else "", "bad")
    if not is_key(key):
        return found._replace(problem="the seal states no SSH key")
    if not _is_strict(signature):
        return found._replace(problem="it is no SSH signature, or holds something else, too")
    if not programs.is_installed(PROGRAM):
        return found._replace(state="unchecked")
    import tempfile  # noqa: PLC0415 (few logs have signatures)

    with tempfile.TemporaryDirectory() as folder:
        file, signers = Path(folder, "signature"), Path(folder, "signers")
        file.write_bytes(signature)
        signers.write_text(allowed_signer(key), "utf-8")
        if not _verify(data, file, str(signers), SIGNER):
            return found._replace(problem="it is not by the key that the seal states")
        principal = _principal(data, file, allowed) if allowed else ""
    if allowed and not principal:
        return found._replace(problem=f"{allowed} does not allow its key to sign")
    return found._replace(state="good", principal=principal)


def _principal(data: bytes, file: Path, allowed: str) -> str:
    """Who signed, of those that a file of allowed signers names; empty if none of them."""
    words = [PROGRAM, "-Y", "find-principals", "-f", allowed, "-s", str(file)]
    found = programs.run(words).out.decode(errors="replace").splitlines()
    return next((one for one in found if _verify(data, file, allowed, one)), "")


def allowed_signer(key: str) -> str:
    """The line of a file of allowed signers for a key alone."""
    return f'{SIGNER} namespaces="{NAMESPACE}" {key}\n'


def _verify(data: bytes, file: Path, allowed: str, principal: str) -> bool:
    words = ["-Y", "verify", "-n", NAMESPACE, "-f", allowed, "-I", principal, "-s", str(file)]
    return programs.run([PROGRAM, *words], data).ok


def _is_strict(signature: bytes) -> bool:
    """Whether a file is one signature in the one way in which it is written."""
    text = signature.decode("ascii", errors="replace")
    body = text.removeprefix(_BEGIN).removesuffix(_END).replace("\n", "")
    try:
        data = base64.b64decode(body, validate=True)
    except ValueError:
        return False
    whole = base64.b64encode(data).decode()
    lines = [whole[at : at + _LINE] + "\n" for at in range(0, len(whole), _LINE)]
    return data.startswith(b"SSHSIG") and text == "".join([_BEGIN, *lines, _END])


def _read(file: str) -> str:
    try:
        return Path(file).read_text("utf-8", errors="replace")
    except OSError as error:
        problem = f"cannot be read: {system.reason(error)}"
        raise TimelineError(Fault(problem, system.remedy(error), file)) from error


_KEY = re.compile(r"(?P<type>[a-z0-9@.-]{1,64}) (?P<data>[A-Za-z0-9+/]+={0,2})")


def _blob(key: str) -> bytes:
    """The bytes of a public key; empty if it is none."""
    found = _KEY.fullmatch(key)
    try:
        data = base64.b64decode(found["data"], validate=True) if found else b""
        type_, _ = _string(data)
    except (ValueError, struct.error):
        return b""
    return data if found and type_ == found["type"].encode() else b""


def _key_in_private(text: str) -> str:
    """The public key in a private key of OpenSSH, which stands there openly; else empty."""
    lines = [line for line in text.splitlines() if not line.startswith("-----")]
    try:
        data = base64.b64decode("".join(lines))
        rest = data.removeprefix(_PRIVATE)
        if rest == data:
            return ""
        for _ in ("cipher", "kdf", "its options"):
            _, rest = _string(rest)
        blob, _ = _string(rest[4:])
        type_, _ = _string(blob)
    except (ValueError, struct.error):
        return ""
    return f"{type_.decode(errors='replace')} {base64.b64encode(blob).decode()}"


def _string(data: bytes) -> tuple[bytes, bytes]:
    """The first string in the data of an SSH key, and what follows it."""
    (size,) = struct.unpack_from(">I", data)
    return data[4 : 4 + size], data[4 + size :]
