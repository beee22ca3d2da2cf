# Sourced after jdk.sh: builds the program if it is missing or older than its sources, and writes the AOT caches, so that
# later starts are quicker.

built=$checkout/app/target/built
lock=$checkout/app/target/building.pid
begun=$checkout/app/target/begun
log=$checkout/app/target/build.log
jar=$checkout/app/target/cruddur.jar
quick_start=$checkout/app/target/server.aot
quick_command=$checkout/app/target/command.aot

. "$checkout/bin/support/rehearse.sh"
java=$JAVA_HOME/bin/java
program=$checkout
rehearsal=$checkout/app/target/rehearsal

# bin/dev compiles the sources itself, and needs the libraries only.
sources="core/src/main lambda/src/main reference/src/main app/src/main web/*.jte api"
[ -z "${CRUDDUR_EDITING:-}" ] || sources=

is_built() {
  [ -e "$built" ] || return 1
  # shellcheck disable=SC2086 # several names, and a pattern
  newer=$(cd "$checkout" && find pom.xml core/pom.xml picocli/pom.xml lambda/pom.xml lambda-local/pom.xml reference/pom.xml app/pom.xml $sources -newer app/target/built | head -n 1)
  [ -z "$newer" ]
}

require_own_folders() {
  for module in core picocli lambda lambda-local reference app; do
    folder=$checkout/$module/target
    [ -e "$folder" ] || folder=$checkout/$module
    [ -w "$folder" ] || fail "cannot build, because $folder belongs to another user. Run this as that user, or take the checkout over: sudo chown -R $(id -u) '$checkout'"
  done
}

# One build at a time: the second one waits, and finds it done. The lock is a link to the number of the process that
# holds it, because that is made with its content or not at all. If that process is gone, the lock is taken over.
take_lock() {
  mkdir -p "$checkout/app/target"
  waited=
  failures=0
  until error=$(ln -s $$ "$lock" 2>&1); do
    if ! owner=$(readlink "$lock"); then
      failures=$((failures + 1))
      [ "$failures" -lt 5 ] || fail "cannot begin to build: $error"
    elif ! kill -0 "$owner" 2>/dev/null; then
      rm -f "$lock"
    else
      [ -n "$waited" ] || say "waiting for the build of process $owner; if that is no build, remove $lock"
      waited=yes
      sleep 1
    fi
  done
}

# The build makes new files, and does not write into those that a running server has open.
build() {
  touch "$begun"
  rm -rf "$quick_start" "$quick_command" "$jar" "$checkout/app/target/lib"
  seconds=0
  say "building; the first time, this downloads some libraries and takes a minute or two"
  (cd "$checkout" && ./mvnw -Dmaven.test.skip -P !function -pl app -am package) >"$log" 2>&1 </dev/null &
  working=$!
  trap 'kill $working 2>/dev/null; rm -f "$lock"; exit 130' INT TERM
  show_progress
  if ! wait "$working"; then
    rm -f "$lock"
    grep '^\[ERROR\]\|^\[WARNING\].*\.java:' "$log" | head -n 10 >&2
    fail "the build failed; its output is in $log"
  fi
  [ -n "${CRUDDUR_EDITING:-}" ] || rehearse
  trap - INT TERM
  mv "$begun" "$built"
  say "built in $seconds s"
}

if ! is_built; then
  require_own_folders
  take_lock
  is_built || build
  rm -f "$lock"
fi
