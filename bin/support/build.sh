# Sourced after jdk.sh: builds the program, if it is missing or older than its sources.

built=$checkout/app/target/built
lock=$checkout/app/target/building
log=$checkout/app/target/build.log

is_built() {
  [ -e "$built" ] || return 1
  newer=$(cd "$checkout" && find pom.xml core/pom.xml app/pom.xml core/src/main app/src/main web/*.jte -newer app/target/built | head -n 1)
  [ -z "$newer" ]
}

# One build at a time: whoever comes second waits, and finds it done. A lock whose owner is gone is taken over.
take_lock() {
  mkdir -p "$checkout/app/target"
  until mkdir "$lock" 2>/dev/null; do
    owner=$(cat "$lock/owner" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$lock"
    else
      sleep 1
    fi
  done
  echo $$ >"$lock/owner"
}

build() {
  touch "$lock/begun"
  say "building; the first time, this downloads some libraries and takes a minute or two"
  (cd "$checkout" && ./mvnw -DskipTests -pl app -am package) >"$log" 2>&1 </dev/null &
  maven=$!
  trap 'kill $maven 2>/dev/null; rm -rf "$lock"; exit 130' INT TERM
  show_progress
  if ! wait "$maven"; then
    rm -rf "$lock"
    grep '^\[ERROR\]' "$log" | head -n 10 >&2
    fail "the build failed; all it said is in $log"
  fi
  trap - INT TERM
  mv "$lock/begun" "$built"
  say "built in $seconds s"
}

show_progress() {
  seconds=0
  while kill -0 "$maven" 2>/dev/null; do
    [ ! -t 2 ] || printf '\rCruddur: building … %d s ' "$seconds" >&2
    seconds=$((seconds + 1))
    sleep 1
  done
  [ ! -t 2 ] || printf '\r\033[K' >&2
}

if ! is_built; then
  take_lock
  is_built || build
  rm -rf "$lock"
fi
