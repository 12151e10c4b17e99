#!/bin/bash
# Scripts through shellcheck; every relative link in the documents must lead somewhere.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t scripts < <(git ls-files -co --exclude-standard | while read -r f; do
  [ -f "$f" ] && head -c 64 "$f" | grep -aqE '^#!(/usr)?/bin/(env )?(ba)?sh' && echo "$f"
done | grep -v "^mvnw$")
if command -v shellcheck >/dev/null 2>&1; then
  shellcheck -x -e SC1091 "${scripts[@]}"
else
  echo "keyparity: shellcheck is not installed: scripts not checked (sudo apt-get install -y shellcheck)" >&2
  [ -z "${CI:-}" ] || exit 1
fi

broken=0
while read -r doc; do
  dir=$(dirname "$doc")
  # Lies at the root of the archive, beside the same documents.
  [ "$dir" != deploy/src/main/dist ] || dir=.
  while read -r target; do
    path=${target%%#*}
    [ -z "$path" ] && continue
    [ -e "$dir/$path" ] || { echo "$doc: link to $target leads nowhere" >&2; broken=1; }
  done < <(grep -oE '\]\([^)#][^)]*\)' "$doc" | sed -E 's/^\]\(//; s/\)$//' | grep -vE '^(https?|mailto):' || true)
done < <(git ls-files -co --exclude-standard '*.md')
exit "$broken"
