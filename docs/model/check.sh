#!/usr/bin/env bash
# Searches every variant in README.md's table and compares with what is expected there. check.sh trail AGENT NO_PERMITS: shows the way.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
for tool in spin gcc; do
  command -v "$tool" >/dev/null || { echo "$tool: not found (expected: installed): apt-get install spin gcc libc6-dev" >&2; exit 3; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# search VARIANT: leaves pan's report in ./report
search() {
  local switches=()
  read -r -a switches <<<"$1"
  spin -a "${switches[@]/#/-D}" "$here/two-down.pml" >report
  gcc -O2 -DSAFETY -DCOLLAPSE -w -o pan pan.c
  # -E: standing still is no fault here. A search that was cut short is none.
  ./pan -E -m1000000 >report
  if grep -q -E 'search depth too small|out of memory|error: max' report; then
    cat report >&2
    exit 4
  fi
}

verdict() {
  if grep -q 'errors: 0' report; then echo safe
  elif grep -q 'assertion violated.*turned' report; then echo reached
  elif grep -q 'assertion violated' report; then echo 'two down'
  else cat report >&2; echo unknown
  fi
}

if [ "${1:-}" = trail ]; then
  shift
  search "$*"
  spin -k two-down.pml.trail -p -g "${@/#/-D}" "$here/two-down.pml"
  exit
fi

failed=0
variants=0
printf '%-28s %-10s %-10s %s\n' VARIANT EXPECTED FOUND STATES
# shellcheck disable=SC2016 # the back-ticks are Markdown's
while IFS='|' read -r variant expected; do
  search "$variant"
  found=$(verdict)
  printf '%-28s %-10s %-10s %s\n' "$variant" "$expected" "$found" "$(awk '/states, stored/ {print $1}' report)"
  variants=$((variants + 1))
  [ "$found" = "$expected" ] || failed=1
done < <(sed -n 's/^| `\([A-Z_ ]*\)` | \([a-z ]*\) |.*/\1|\2/p' "$here/README.md")
[ "$variants" -gt 0 ] || { echo "README.md: no variants (expected: a table of them)" >&2; exit 4; }
exit "$failed"
