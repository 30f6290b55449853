"""Keys that sign and an authority that stamps, for tests: of ssh-keygen and openssl."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_CONFIG = """
[ tsa ]
default_tsa = tsa1
[ tsa1 ]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
certs = {folder}/ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
tsa_name = {named}
[ req ]
distinguished_name = dn
[ dn ]
[ ca ]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[ tsa_ext ]
extendedKeyUsage = critical, timeStamping
"""


def need(program: str) -> None:
    """Skip a test where a program is not installed; in CI it fails."""
    if shutil.which(program) is None:
        if "CI" in os.environ:
            pytest.fail(f"{program} is not installed")
        pytest.skip(f"needs {program}")


def run(*words: object, cwd: Path) -> str:
    """Run a program that must succeed; what it prints."""
    done = subprocess.run(  # noqa: S603 (our own words)
        [str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_key(folder: Path, name: str = "key", passphrase: str = "") -> Path:
    """A new SSH key; its public key lies beside it."""
    need("ssh-keygen")
    words = ["-q", "-t", "ed25519", "-N", passphrase, "-C", "a comment", "-f", name]
    run("ssh-keygen", *words, cwd=folder)
    return folder / name


class Authority:
    """An authority that stamps, with a certificate of a new root: `ca` is the file of that."""

    def __init__(self, folder: Path, *, named: bool = True) -> None:
        need("openssl")
        self._folder = folder
        folder.mkdir()
        self.ca = folder / "ca.pem"
        config = _CONFIG.format(folder=folder, named="yes" if named else "no")
        (folder / "tsa.cnf").write_text(config)
        (folder / "serial").write_text("01\n")
        new = ("openssl", "req", "-config", "tsa.cnf", "-newkey", "rsa:2048", "-nodes")
        subject = ("-subj", "/O=Tests/CN=Test Root")
        root = ("-x509", "-extensions", "ca", "-days", "2", "-keyout", "ca.key", "-out", "ca.pem")
        run(*new, *root, *subject, cwd=folder)
        subject = ("-subj", "/O=Tests/CN=Test Authority")
        run(*new, "-keyout", "tsa.key", "-out", "tsa.csr", *subject, cwd=folder)
        signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2")
        extensions = ("-extfile", "tsa.cnf", "-extensions", "tsa_ext")
        words = ("-req", "-in", "tsa.csr", "-out", "tsa.pem", *signed, *extensions)
        run("openssl", "x509", *words, cwd=folder)

    def stamp(self, digest: str, out: Path, algorithm: str = "sha256") -> Path:
        """Stamp a digest: a file of the reply."""
        query = self._folder / "request.tsq"
        words = ("-digest", digest, f"-{algorithm}", "-cert", "-out", query)
        run("openssl", "ts", "-query", *words, cwd=self._folder)
        files = ("-config", "tsa.cnf", "-queryfile", query, "-out", out)
        run("openssl", "ts", "-reply", *files, cwd=self._folder)
        return out
