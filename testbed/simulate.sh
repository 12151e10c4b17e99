#!/bin/bash
# Builds what is needed and runs simulated worlds: what was found on stdout, everything else on stderr.
# As many worlds side by side as there are processors, or THREADS.
# SEEDS [WEAKNESS] (1000, or 1001-2000) | seed SEED [WEAKNESS] | again SEED TIMES [WEAKNESS] | first SEEDS [INVARIANT] WEAKNESS
set -euo pipefail
cd "$(dirname "$0")/.."

./mvnw -q -DskipTests -Dspotless.check.skip -Dcheckstyle.skip -pl testbed/simulator -am package >&2
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Xmx512m \
  -Dkeyparity.simulator.threads="${THREADS:-$(nproc)}" \
  -Dlogback.configurationFile=simulator-logback.xml \
  -cp "$(echo "$PWD"/testbed/simulator/target/keyparity-simulator-*.jar):$(cat testbed/simulator/target/simulator.classpath)" \
  dev.keyparity.testbed.simulator.SimulatorMain "$@"
