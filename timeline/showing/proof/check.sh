# Checks that an event is in a seal. It needs a POSIX shell, printf and sha256sum (or shasum), and
# nothing else; it reads the files beside it and writes none. Read it: it is short.
#
#     sh check.sh DIGEST
#
# DIGEST is that of the seal, as you received it from elsewhere. Exit code 0: all of it holds.

LC_ALL=C
export LC_ALL
unset CDPATH
set -fu
case $0 in */*) cd -- "${0%/*}/" || exit 1 ;; esac

refuse() {
    printf 'NOT PROVED: %s\n' "$1" >&2
    exit 1
}

# The first word that these print is the SHA-256 of what they read.
if command -v sha256sum >/dev/null 2>&1; then
    sha256() { sha256sum; }
elif command -v shasum >/dev/null 2>&1; then
    sha256() { shasum -a 256; }
else
    refuse 'this computer has neither sha256sum nor shasum'
fi

# is_hash TEXT: whether it is 64 hexadecimal digits in lower case.
is_hash() {
    case $1 in *[!0123456789abcdef]*) return 1 ;; esac
    test "${#1}" -eq 64
}

# is_id TEXT: whether it is an id. Nothing else of a file is printed, as it may steer a terminal.
is_id() {
    case $1 in *[!0123456789abcdefghjkmnpqrstvwxyz]*) return 1 ;; esac
    test "${#1}" -eq 16
}

# hash_text TEXT: puts the SHA-256 of a text into `hash`.
hash_text() {
    hash=$(printf '%s' "$1" | sha256)
    hash=${hash%%[!0123456789abcdef]*}
    is_hash "$hash" || refuse 'the program that computes SHA-256 fails'
}

# hash_file FILE: puts the SHA-256 of a file into `hash`.
hash_file() {
    test -f "$1" && test -r "$1" || refuse "$1 is missing"
    hash=$(sha256 <"$1")
    hash=${hash%%[!0123456789abcdef]*}
    is_hash "$hash" || refuse "$1 cannot be read"
}

# digest_of FILE: puts the digest of an event or a seal into `digest`.
digest_of() {
    hash_file "$1"
    digest=$hash
    printf '%s has the digest\n    %s\n' "$1" "$digest"
}

# climb FILE: from the digest at hand by the lines of a path up to a root, put into `root`. The
# first line of it is the leaf, `ID DIGEST`; each other one says which hash stands on which side.
climb() {
    hash_file "$1"
    whole=$hash text='' lines=0
    while IFS= read -r line; do
        text="$text$line
"
        lines=$((lines + 1))
        first=${line%% *} other=${line#* }
        is_hash "$other" || refuse "$1, line $lines: there is no hash of 64 hexadecimal digits"
        case $lines:$first in
        1:*)
            is_id "$first" || refuse "$1, line 1: it does not begin with an id"
            leaf=$line
            test "$other" = "$digest" || refuse "$1 is of another digest: $other"
            hash_text "$line
"
            ;;
        *:left)
            hash_text "$other $hash
"
            ;;
        *:right)
            hash_text "$hash $other
"
            ;;
        *) refuse "$1, line $lines: it begins with neither left nor right" ;;
        esac
        test "$lines" -le 64 || refuse "$1 has too many lines"
    done <"$1"
    root=$hash
    test "$lines" -ge 1 || refuse "$1 holds no leaf"
    hash_text "$text"
    test "$hash" = "$whole" || refuse "$1 holds something else than its lines"
    printf '%s leads from the leaf\n    %s\n' "$1" "$leaf"
    printf 'up to the root (steps: %s)\n    %s\n' "$((lines - 1))" "$root"
}

# states_root FILE: whether a seal states the root at hand.
states_root() {
    hash_file "$1"
    whole=$hash text=''
    IFS= read -r text <"$1"
    hash_text "$text"
    test "$hash" = "$whole" || refuse "$1 is not one line without an end"
    count=${text#'{"count":"'}
    count=${count%%'"'*}
    case $count in '' | *[!0123456789]*) refuse "$1 is no seal" ;; esac
    case $text in
    '{"count":"'"$count"'","event":"seal","leaves":"'*',"root":"'"$root"'","schema":"'*) ;;
    *) refuse "$1 does not state this root" ;;
    esac
    printf '%s states this root\n' "$1"
}

# is_as_written FILE SHA256 COMMAND: whether a file beside a seal is the one that was written with
# this proof. What it says is checked by another program, with the command.
is_as_written() {
    hash_file "$1"
    test "$hash" = "$2" || refuse "$1 is not the file that was written with this proof"
    printf '%s is as it was written\n' "$1"
    test -z "$3" || printf 'what it says is checked with\n    %s\n' "$3"
}

# is_of EVENT: whether the way began at the event of this proof, `ID DIGEST`.
is_of() {
    test "$leaf" = "$1" || refuse "this is the way of another event: $leaf"
    event=${1%% *}
}

# ends_in SEAL DIGEST: compares what was reached with the seal of this proof, and with yours.
ends_in() {
    test "$digest" = "$1" || refuse "the last seal is not the one of this proof: $1"
    if test "$#" -gt 1; then
        test "$#" -eq 2 && is_hash "$2" || refuse 'give one digest: 64 hexadecimal digits, in lower case'
        test "$digest" = "$2" || refuse "this is another digest than the one that you gave: $2"
    fi
    printf '\nPROVED: the event %s is in the seal with the digest\n    %s\n' "$event" "$digest"
    if test "$#" -gt 1; then
        printf 'It is the digest that you gave.\n'
    else
        printf 'Compare this digest with the one that you received from elsewhere: without that,\n'
        printf 'nothing shows that it is the seal which was made.\n'
    fi
}
