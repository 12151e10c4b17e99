#!/bin/bash
# Builds what is needed and plays the demo: the report on stdout, everything else on stderr.
set -euo pipefail
cd "$(dirname "$0")/.."

# What the demo itself would say, if it cannot even begin.
give_up() {
  echo "demo: $1" >&2
  if [[ " $arguments " =~ \ (-o|--output)\ json\  ]]; then
    local said=${1//\\/\\\\}
    said=${said//\"/\\\"}
    printf '{"schema":"keyparity.demo/1","result":"failed","error":"%s"}\n' "${said//$'\n'/ }"
  fi
  exit 1
}
arguments="$*"

missing=$(build-tools/need.sh 2>&1) || give_up "$missing"
./mvnw -q -DskipTests -Dspotless.check.skip -Dcheckstyle.skip -pl testbed/lab -am package >&2 ||
  give_up "the build failed; what Maven said is on standard error"
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Xmx256m \
  -Dkeyparity.testbed="$PWD/testbed" -Dlogback.configurationFile=demo-logback.xml \
  -cp "$(echo "$PWD"/testbed/lab/target/keyparity-lab-*.jar):$(cat testbed/lab/target/lab.classpath)" \
  dev.keyparity.testbed.lab.demo.DemoMain "$PWD/target/demo" "$@"
