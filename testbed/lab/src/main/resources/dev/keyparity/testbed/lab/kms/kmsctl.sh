#!/bin/sh
# kmsctl start|stop|status: the KMS of the host in whose directory this script lies.
#   start   returns once the process is launched, not when it serves; 0 also if it runs already
#   stop    SIGTERM, then waits KMSCTL_STOP_SECONDS (10) at most; 0 if it is gone, 1 if it lives on; never SIGKILL
#   status  prints the process id and exits 0, or exits 3 if it does not run
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
run=$home/run
args=$run/java.args
pidfile=$run/kms.pid

# A process id alone may be somebody else's by now: ours was started with our argument file.
# A process that dies has lost its command line before it is gone, so this says "running", and gone() says "gone".
running() {
  pid=$(cat "$pidfile" 2>/dev/null) || return 1
  [ -n "$pid" ] && tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -Fqx -- "@$args"
}

# A zombie whose parent does not reap it is gone too: the state follows the name in parentheses (proc(5)).
gone() {
  state=$(sed 's/^.*) //; s/ .*//' "/proc/$pid/stat" 2>/dev/null) || return 0
  [ -z "$state" ] || [ "$state" = Z ] || [ "$state" = X ]
}

start() {
  # Two starts at once must not make two servers. The lock is not handed to the server, or it would be held for its life.
  exec 9>"$run/kms.lock"
  flock 9
  if running; then
    echo "already running: $pid"
    return 0
  fi
  rm -f "$pidfile"
  # shellcheck source=/dev/null
  . "$run/kms-env.sh"
  # The shell in the new session writes its own id and becomes the server: no guess about who forked whom. It keeps nothing of
  # the caller's: not its terminal, not its pipes (who reads them would wait for ever), not the lock.
  # shellcheck disable=SC2016 # the inner shell expands these
  setsid sh -c 'echo "kmsctl: start of process $$"; echo $$ >"$1.new" && mv "$1.new" "$1" && exec "$2" "@$3"' sh "$pidfile" "$JAVA" "$args" \
    </dev/null >>"$home/logs/kms.out" 2>&1 9>&- &
  tries=0
  until [ -s "$pidfile" ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ]; then
      echo "kmsctl: no process after 10 s: see $home/logs/kms.out" >&2
      return 1
    fi
    sleep 0.1
  done
  cat "$pidfile"
}

stop() {
  if ! running; then
    echo "not running"
    return 0
  fi
  kill -TERM "$pid" 2>/dev/null || true
  tries=$((${KMSCTL_STOP_SECONDS:-10} * 10))
  while ! gone; do
    if [ "$tries" -le 0 ]; then
      echo "kmsctl: process $pid lives on after SIGTERM and ${KMSCTL_STOP_SECONDS:-10} s" >&2
      return 1
    fi
    tries=$((tries - 1))
    sleep 0.1
  done
  rm -f "$pidfile"
}

case ${1:-} in
  start) start ;;
  stop) stop ;;
  status)
    running || exit 3
    echo "$pid"
    ;;
  *)
    echo "usage: kmsctl start|stop|status" >&2
    exit 2
    ;;
esac
