# Sourced after checkout.sh: sets JAVA_HOME to a JDK 25, or exits with an error message.

is_jdk_25() {
  [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25[.".]' "$1/release" 2>/dev/null
}

find_jdk_25() {
  for home in "${JAVA_HOME:-}" \
    /usr/lib/jvm/* /opt/*jdk* /opt/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
  do
    if is_jdk_25 "$home"; then
      printf '%s' "$home"
      return
    fi
  done
}

JAVA_HOME=$(find_jdk_25)
[ -n "$JAVA_HOME" ] || fail "this needs a JDK 25, and there is none in JAVA_HOME, /usr/lib/jvm or the other usual places. Install one, or set JAVA_HOME to it."
export JAVA_HOME
