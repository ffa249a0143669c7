#!/bin/sh
# make test: everything that a change must pass. Says at the end what was skipped and why.
# In CI (CI=true) a test that was skipped for want of a program is a failure.
set -eu
ROOT=$(cd "$(dirname "$0")/.." && pwd -P)
. "$ROOT/build/jdk.sh"
find_jdk
"$ROOT/build/test-tools.sh"
PATH=$PATH:/usr/sbin:/sbin
export PATH

for module in mail engine gateway bench; do
  rm -rf "$ROOT/$module/target/surefire-reports"
done
failed=0
maven "$@" verify || failed=$?
"$JDK/bin/java" -XX:TieredStopAtLevel=1 "$ROOT/build/TestSummary.java" "$ROOT" || [ "$failed" != 0 ] || failed=1
exit "$failed"
