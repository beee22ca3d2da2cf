# Sourced: defines `rehearse`, which starts the whole system once, and stops it, and then runs a command, so that Java writes
# the AOT caches `quick_start` and `quick_command`. If that fails, only starts take longer. `java` is the program that runs
# `jar`, `program` the folder that it belongs to, and `rehearsal` a folder for its data.

rehearse() {
  rm -rf "$rehearsal"
  mkdir -p "$rehearsal"
  rehearsal_port=$("$JAVA_HOME/bin/java" "$checkout/bin/support/FreePort.java")
  CRUDDUR_HOME=$rehearsal HOST=127.0.0.1 PORT=$rehearsal_port "$java" @"$checkout/bin/support/java.options" \
    -XX:AOTCacheOutput="$quick_start" \
    -Dcruddur.checkout="$program" \
    -jar "$jar" up >"$rehearsal/log" 2>&1 </dev/null &
  working=$!
  while kill -0 "$working" 2>/dev/null && ! grep -qs 'Cruddur is at' "$rehearsal/log"; do
    sleep 1
  done
  "$JAVA_HOME/bin/java" "$checkout/bin/support/Visit.java" \
    "http://127.0.0.1:$rehearsal_port/readyz" \
    "http://127.0.0.1:$rehearsal_port/" \
    "http://127.0.0.1:$rehearsal_port/api/activities/home" >>"$rehearsal/log" 2>&1 || true
  kill "$working" 2>/dev/null || true
  show_progress
  "$java" @"$checkout/bin/support/java.options" -XX:AOTCacheOutput="$quick_command" \
    -XX:TieredStopAtLevel=1 -Dcruddur.checkout="$program" -jar "$jar" db --help >>"$rehearsal/log" 2>&1 || true
  rm -rf "$rehearsal"
}

# Waits for the process `working`.
show_progress() {
  while kill -0 "$working" 2>/dev/null; do
    [ ! -t 2 ] || printf '\rCruddur: building … %d s ' "$seconds" >&2
    seconds=$((seconds + 1))
    sleep 1
  done
  [ ! -t 2 ] || printf '\r\033[K' >&2
}
