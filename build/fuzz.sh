#!/bin/sh
# make fuzz: runs one fuzz target for a while. $1 its class, $2 how long (60s, 10m); without a class, lists them.
set -eu
ROOT=$(cd "$(dirname "$0")/.." && pwd -P)
. "$ROOT/build/jdk.sh"
TARGET=${1:-}
if [ -z "$TARGET" ]; then
  echo "say which: make fuzz FUZZ=NAME TIME=60s, where NAME is one of"
  cd "$ROOT" && grep -rl '@FuzzTest' --include='*.java' ./*/src/test | sed 's|.*/\(.*\)\.java|  \1|' | sort
  exit 0
fi
FILE=$(find "$ROOT"/*/src/test -name "$TARGET.java" | head -n 1)
[ -n "$FILE" ] || { echo "there is no fuzz target $TARGET" >&2; exit 2; }
MODULE=${FILE#"$ROOT"/}
MODULE=${MODULE%%/*}
find_jdk
code=0
JAZZER_FUZZ=1 JAVA_HOME=$JDK timeout "${2:-60s}" \
  mvn -B -ntp -q -f "$ROOT/pom.xml" -pl "$MODULE" -am test -Dtest="$TARGET" -Dsurefire.failIfNoSpecifiedTests=false || code=$?
[ "$code" != 124 ] || { echo "$TARGET: nothing found in ${2:-60s}"; code=0; }
exit "$code"
