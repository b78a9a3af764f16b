#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright the Lynchet authors.
#
# How long until ready, as the ready line tells it, and how much memory then: medians of several starts.
#   start-time.sh [starts, 7] [more words for "run" ...]
# For each JDK named in JAVAS (or the one on the path): the bare jar cold, then bin/lynchet of the archive with its class archive.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
starts=${1:-7}
[ $# -gt 0 ] && shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/install"
tar xzf "$root"/distribution/target/lynchet-*.tar.gz -C "$work/install" --strip-components 1
cp -r "$root/distribution/apps/todo" "$work/todo"

# Starts once and prints: milliseconds until ready, CPU milliseconds until then, resident megabytes.
once() {
  rm -f "$work/out"
  mkfifo "$work/out"
  "$@" --port 0 >"$work/out" 2>"$work/err" &
  pid=$!
  read -r line <"$work/out" || { cat "$work/err" >&2; exit 1; }
  millis=$(echo "$line" | sed -n 's/.* in \([0-9]*\) ms .*/\1/p')
  ticks=$(awk '{print $14 + $15}' "/proc/$pid/stat")
  rss=$(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$pid/status")
  kill "$pid"
  wait "$pid" || true
  echo "$millis $((ticks * 10)) $rss"
}

median() {
  sort -n -k "$1,$1" "$work/runs" | awk -v c="$1" '{v[NR] = $c} END {print v[int((NR + 1) / 2)]}'
}

series() {
  name=$1
  shift
  : >"$work/runs"
  for _ in $(seq "$starts"); do
    rm -rf "$work/data"
    once "$@" >>"$work/runs"
  done
  printf '%-44s ready %5s ms   cpu %5s ms   resident %4s MB\n' "$name" "$(median 1)" "$(median 2)" "$(median 3)"
}

for java in ${JAVAS:-java}; do
  version=$("$java" -version 2>&1 | sed -n 's/^[^"]* version "\([^"]*\)".*/\1/p')
  export LYNCHET_JAVA="$java"
  series "$version java -jar" "$java" -jar "$work/install/lib/lynchet.jar" run "$work/todo" --data "$work/data" "$@"
  LYNCHET_CACHE=off series "$version bin/lynchet without class archive" "$work/install/bin/lynchet" run "$work/todo" --data "$work/data" "$@"
  "$work/install/bin/lynchet" prepare >/dev/null
  series "$version bin/lynchet with class archive" "$work/install/bin/lynchet" run "$work/todo" --data "$work/data" "$@"
done
