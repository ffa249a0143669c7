# Sourced by ./postern and the scripts beside it: find_jdk sets JDK to the home of a Java 25 or newer.
# Looks at JAVA_HOME, then at the java on the PATH, then in the usual folders. Plain POSIX sh; starts no JVM unless it must.

JAVA_NEEDED=25

# The feature version of the Java in folder $1 into JAVA_FOUND; 0 when there is none.
java_version() {
  JAVA_FOUND=0
  [ -x "$1/bin/java" ] || return 0
  if [ -r "$1/release" ]; then
    while IFS='=' read -r key value; do
      if [ "$key" = JAVA_VERSION ]; then
        JAVA_FOUND=${value#\"}
        break
      fi
    done < "$1/release"
  else
    JAVA_FOUND=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p')
  fi
  JAVA_FOUND=${JAVA_FOUND%%[!0-9]*}
  JAVA_FOUND=${JAVA_FOUND:-0}
}

try_jdk() {
  java_version "$1"
  if [ "$JAVA_FOUND" -ge "$JAVA_NEEDED" ]; then
    JDK=$1
    return 0
  fi
  [ "$JAVA_FOUND" = 0 ] || JAVAS_SEEN="$JAVAS_SEEN
  Java $JAVA_FOUND in $1"
  return 1
}

find_jdk() {
  JAVAS_SEEN=
  if [ -n "${JAVA_HOME:-}" ] && try_jdk "$JAVA_HOME"; then return 0; fi
  on_path=$(command -v java || true)
  if [ -n "$on_path" ]; then
    on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
    if try_jdk "$(dirname "$(dirname "$on_path")")"; then return 0; fi
  fi
  for folder in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/local/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    "${HOME:-/root}"/.sdkman/candidates/java/* "${HOME:-/root}"/.jdks/* "${HOME:-/root}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -d "$folder" ] || continue
    if try_jdk "$folder"; then return 0; fi
  done
  {
    echo "Postern needs Java $JAVA_NEEDED or newer, and found none."
    [ -z "$JAVAS_SEEN" ] || echo "Found:$JAVAS_SEEN"
    echo "Install one, for example from https://adoptium.net, or say where it is: JAVA_HOME=/path/to/jdk"
  } >&2
  return 1
}

# Runs Maven on that JDK. A warning of Maven's own libraries about Java is not for our readers.
maven() {
  if ! command -v mvn >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
      echo "installing Maven" >&2
      apt-get -qq update >&2 && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install maven >/dev/null
    else
      echo "Maven (mvn) 3.8 or newer is needed to build, and is not on the PATH." >&2
      return 1
    fi
  fi
  JAVA_HOME=$JDK \
  MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC ${MAVEN_OPTS:-}" \
    mvn -B -ntp -Dstyle.color=never -f "$ROOT/pom.xml" "$@"
}
