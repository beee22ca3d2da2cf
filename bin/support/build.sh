# Sourced after jdk.sh: builds the program, if it is missing or older than its sources.

built=$checkout/app/target/built
log=$checkout/app/target/build.log

is_built() {
  [ -e "$built" ] || return 1
  newer=$(cd "$checkout" && find pom.xml core/pom.xml app/pom.xml core/src/main app/src/main web/*.jte -newer app/target/built | head -n 1)
  [ -z "$newer" ]
}

build() {
  mkdir -p "$checkout/app/target"
  touch "$built.begun"
  say "building; the first time, this downloads some libraries and takes a minute or two"
  (cd "$checkout" && ./mvnw -DskipTests -pl app -am package) >"$log" 2>&1 </dev/null &
  maven=$!
  seconds=0
  while kill -0 "$maven" 2>/dev/null; do
    [ ! -t 2 ] || printf '\rCruddur: building … %d s ' "$seconds" >&2
    seconds=$((seconds + 1))
    sleep 1
  done
  [ ! -t 2 ] || printf '\r\033[K' >&2
  if ! wait "$maven"; then
    grep -E '^\[ERROR\]|rror:' "$log" | head -n 20 >&2
    fail "the build failed; all it said is in $log"
  fi
  mv "$built.begun" "$built"
  say "built in $seconds s"
}

is_built || build
