#!/bin/sh
# The benchmarks of single steps (JMH): builds them and runs those whose name matches, all without one.
#   bench/jmh.sh [REGEX and other options of JMH]
# POSTERN_BENCH_MAIL names a folder of messages to measure on; without it they are made up.
set -eu
ROOT=$(cd "$(dirname "$0")/.." && pwd -P)
. "$ROOT/build/jdk.sh"
find_jdk
maven -q -Dmaven.test.skip=true -Dspotless.check.skip=true compile dependency:build-classpath \
  -Dmdep.outputFile=target/classpath -Dmdep.includeScope=runtime >&2
CP=$ROOT/bench/target/classes:$ROOT/gateway/target/classes:$ROOT/engine/target/classes:$ROOT/mail/target/classes:$(cat "$ROOT/bench/target/classpath")
exec "$JDK/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp "$CP" org.openjdk.jmh.Main "$@"
