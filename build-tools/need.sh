#!/bin/bash
# Says which tool is missing, and which Debian package brings it. Arguments: tools that one target alone needs,
# each named as its package is.
set -euo pipefail

missing=()
need() { command -v "$1" >/dev/null 2>&1 || missing+=("$2"); }
need javac openjdk-17-jdk-headless
need make make
need git git
need curl curl
need gpg gnupg
need gpg1 gnupg1
for tool in "$@"; do need "$tool" "$tool"; done

if command -v javac >/dev/null 2>&1; then
  major=$(javac -version 2>&1 | sed -E 's/^javac ([0-9]+).*/\1/')
  if [ "$major" -lt 17 ]; then
    echo "keyparity: javac: version $major (expected: 17 or newer)" >&2
    echo "  sudo apt-get install -y openjdk-17-jdk-headless" >&2
    exit 3
  fi
fi

if [ "${#missing[@]}" -gt 0 ]; then
  echo "keyparity: missing here: ${missing[*]}" >&2
  echo "  sudo apt-get install -y ${missing[*]}" >&2
  exit 3
fi
