#!/bin/sh
# Maven on the right JDK, with whatever goals follow.
set -eu
ROOT=$(cd "$(dirname "$0")/.." && pwd -P)
. "$ROOT/build/jdk.sh"
find_jdk
maven "$@"
