# Sourced after jdk.sh: builds the program, if it is missing or older than its sources, and notes down what a start
# loads, so that Java has it ready at the next ones.

built=$checkout/app/target/built
lock=$checkout/app/target/building
log=$checkout/app/target/build.log
rehearsal_port=14567
jar=$checkout/app/target/cruddur.jar
quick_start=$checkout/app/target/server.aot
quick_command=$checkout/app/target/command.aot

is_built() {
  [ -e "$built" ] || return 1
  newer=$(cd "$checkout" && find pom.xml core/pom.xml picocli/pom.xml lambda/pom.xml app/pom.xml core/src/main lambda/src/main app/src/main web/*.jte -newer app/target/built | head -n 1)
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
  rm -f "$quick_start" "$quick_command"
  seconds=0
  say "building; the first time, this downloads some libraries and takes a minute or two"
  (cd "$checkout" && ./mvnw -Dmaven.test.skip -P !function -pl app -am package) >"$log" 2>&1 </dev/null &
  working=$!
  trap 'kill $working 2>/dev/null; rm -rf "$lock"; exit 130' INT TERM
  show_progress
  if ! wait "$working"; then
    rm -rf "$lock"
    grep '^\[ERROR\]\|^\[WARNING\].*\.java:' "$log" | head -n 10 >&2
    fail "the build failed; all it said is in $log"
  fi
  [ -n "${CRUDDUR_EDITING:-}" ] || rehearse
  trap - INT TERM
  mv "$lock/begun" "$built"
  say "built in $seconds s"
}

# Starts the whole system once, and stops it; then a command. Should that fail, starts take longer, and everything else is as it is.
rehearse() {
  rehearsal=$checkout/app/target/rehearsal
  rm -rf "$rehearsal"
  mkdir -p "$rehearsal"
  CRUDDUR_HOME=$rehearsal HOST=127.0.0.1 PORT=$rehearsal_port "$JAVA_HOME/bin/java" @"$checkout/bin/support/java.options" \
    -XX:AOTCacheOutput="$quick_start" \
    -Dcruddur.checkout="$checkout" \
    -jar "$jar" up >"$rehearsal/log" 2>&1 </dev/null &
  working=$!
  while kill -0 "$working" 2>/dev/null && ! grep -q 'Cruddur is at' "$rehearsal/log"; do
    sleep 1
  done
  "$JAVA_HOME/bin/java" "$checkout/bin/support/Visit.java" \
    "http://127.0.0.1:$rehearsal_port/readyz" \
    "http://127.0.0.1:$rehearsal_port/" \
    "http://127.0.0.1:$rehearsal_port/api/activities/home" >>"$rehearsal/log" 2>&1 || true
  kill "$working" 2>/dev/null || true
  show_progress
  "$JAVA_HOME/bin/java" @"$checkout/bin/support/java.options" -XX:AOTCacheOutput="$quick_command" \
    -XX:TieredStopAtLevel=1 -Dcruddur.checkout="$checkout" -jar "$jar" db --help >>"$rehearsal/log" 2>&1 || true
  rm -rf "$rehearsal"
}

show_progress() {
  while kill -0 "$working" 2>/dev/null; do
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
