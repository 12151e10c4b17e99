#!/bin/bash
# Builds what is needed and plays the demo: the report on stdout, everything else on stderr.
set -euo pipefail
cd "$(dirname "$0")/.."

./mvnw -q -DskipTests -Dspotless.check.skip -Dcheckstyle.skip -pl testbed/lab -am package >&2
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Xmx256m \
  -Dkeyparity.testbed="$PWD/testbed" -Dlogback.configurationFile=demo-logback.xml \
  -cp "$(echo "$PWD"/testbed/lab/target/keyparity-lab-*.jar):$(cat testbed/lab/target/lab.classpath)" \
  dev.keyparity.testbed.lab.demo.DemoMain "$PWD/target/demo" "$@"
