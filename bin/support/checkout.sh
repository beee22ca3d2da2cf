# Sourced by the other scripts: sets `checkout`, from any folder and through symbolic links, and defines `say` and `fail`.

checkout=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")

say() {
  printf '%s\n' "Cruddur: $*" >&2
}

fail() {
  say "$*"
  exit 1
}

# Java decodes the names of files and the words of the command line by the locale, and fails at é unless that is UTF-8.
[ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8

# Maven keeps its libraries there.
[ -n "${HOME:-}" ] || {
  HOME=$(eval "printf '%s' ~$(id -un)")
  export HOME
}
