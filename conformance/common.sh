# What the areas' scripts share; they read it with `. "$here/../common.sh"` after setting `here` to their own folder.
# Sets: HELIOTROPE (launcher), OUT (results), cache (what was fetched, compiled, or told by qemu; good for the next run too).

top=$(cd "$here/../.." && pwd)
HELIOTROPE=${HELIOTROPE:-$top/heliotrope}
OUT=${OUT:-$top/build/conformance}
cache=${CONFORMANCE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/heliotrope-conformance}
JOBS=${JOBS:-$(getconf _NPROCESSORS_ONLN)}
mkdir -p "$OUT" "$cache" || exit 2
OUT=$(cd "$OUT" && pwd)
cache=$(cd "$cache" && pwd)

say() { printf '%s\n' "$*"; }

skip() { # WHY: the area cannot run here; said aloud, and the area's page says it too
    say "SKIPPED $area: $1"
    printf '*Not run: %s*\n' "$1" >"$OUT/$area.md"
    exit 0
}

abi() { # NAME: sets abi_title, abi_cc, abi_qemu, abi_root, abi_packages from abis.txt
    abi_title=
    while read -r abi_name abi_title abi_cc abi_qemu abi_root abi_packages; do
        if [ "$abi_name" = "$1" ]; then
            abi_title=$(say "$abi_title" | tr @ ' ')
            abi_cc=$(say "$abi_cc" | tr @ ' ')
            return 0
        fi
    done <"$here/../abis.txt"
    return 1
}

abi_here() { # NAME: like abi, and says whether its compiler and its qemu are installed
    abi "$1" && command -v "${abi_cc%% *}" >/dev/null && command -v "$abi_qemu" >/dev/null &&
        [ -e "$($abi_cc -print-file-name=libc.a)" ]
}

version() { # COMMAND...: what it says of its version, one line
    "$@" --version 2>/dev/null | head -1
}

heliotrope_version() { # the commit; HELIOTROPE_VERSION says so if HELIOTROPE is not this checkout's launcher
    say "${HELIOTROPE_VERSION:-$(git -C "$top" rev-parse --short=10 HEAD 2>/dev/null || say unknown)}"
}

explained() { # NAME: is it in the area's explained.txt (a shell pattern, then the reason)? Prints the reason.
    while read -r explained_pattern explained_reason; do
        case $explained_pattern in '' | \#*) continue ;; esac
        # shellcheck disable=SC2254
        case $1 in
            $explained_pattern)
                say "$explained_reason"
                return 0
                ;;
        esac
    done <"$here/explained.txt"
    return 1
}
