# Sourced by the other scripts: the checkout, whatever folder one is in and however the script is linked, and words.

checkout=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")

say() {
  printf '%s\n' "Cruddur: $*" >&2
}

fail() {
  say "$*"
  exit 1
}
