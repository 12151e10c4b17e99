#!/bin/sh
# kmsctl start|stop|status: the KMS of the host in whose directory this script lies.
#   start   returns once the process is launched, not when it serves; 0 also if it runs already; 4 if the host was closed.
#           Where run/gate is there it is asked first, as by ExecStartPre=, and its refusal is the answer
#   stop    SIGTERM, then waits KMSCTL_STOP_SECONDS (10) at most; 0 if it is gone, 1 if it lives on; never SIGKILL
#   status  prints the process id and exits 0, or exits 3 if it does not run
# A start and a stop of one host wait for each other.
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
run=$home/run
args=$run/java.args
pidfile=$run/kms.pid

# A process id alone may be somebody else's by now: ours was started with our argument file.
running() {
  pid=$(cat "$pidfile" 2>/dev/null) || pid=
  [ -n "$pid" ] && command_line | grep -Fqx -- "@$args"
}

command_line() {
  { tr '\0' '\n' <"/proc/$pid/cmdline"; } 2>/dev/null
}

# Gone with sockets and all, or a zombie whose parent does not reap it: the state follows the name in parentheses (proc(5)).
gone() {
  state=$(sed 's/^.*) //; s/ .*//' "/proc/$pid/stat" 2>/dev/null) || return 0
  [ -z "$state" ] || [ "$state" = Z ] || [ "$state" = X ]
}

# Waits $1 tenths of a second at most.
await_gone() {
  tries=$1
  while ! gone; do
    [ "$tries" -gt 0 ] || return 1
    tries=$((tries - 1))
    sleep 0.1
  done
}

# Held until this script ends; the server must not inherit it, or it would be held for the server's life.
lock() {
  exec 9>"$run/kms.lock"
  flock 9
}

start() {
  lock
  if [ -e "$run/closed" ]; then
    echo "kmsctl: $home is closed: its lab has ended" >&2
    return 4
  fi
  if [ -x "$run/gate" ]; then
    "$run/gate" </dev/null 9>&- || return
  fi
  if running; then
    echo "already running: $pid"
    return 0
  fi
  # A process that was killed loses its command line first and its port later.
  if [ -n "$pid" ] && [ -z "$(command_line)" ]; then
    await_gone 100 || true
  fi
  rm -f "$pidfile"
  # shellcheck source=/dev/null
  . "$run/kms-env.sh"
  # The shell in the new session writes its own id and becomes the server: no guess about who forked whom. It keeps nothing of
  # the caller's: not its terminal, not its pipes (who reads them would wait for ever), not the lock.
  # shellcheck disable=SC2016 # the inner shell expands these
  setsid sh -c '
    echo "kmsctl: start of process $$"
    echo $$ >"$1.new" && mv "$1.new" "$1" && exec "$2" "@$3"
  ' sh "$pidfile" "$JAVA" "$args" </dev/null >>"$home/logs/kms.out" 2>&1 9>&- &
  tries=100
  until [ -s "$pidfile" ]; do
    if [ "$tries" -le 0 ]; then
      echo "kmsctl: no process after 10 s: see $home/logs/kms.out" >&2
      return 1
    fi
    tries=$((tries - 1))
    sleep 0.1
  done
  cat "$pidfile"
}

stop() {
  lock
  if ! running; then
    echo "not running"
    return 0
  fi
  kill -TERM "$pid" 2>/dev/null || true
  if ! await_gone $((${KMSCTL_STOP_SECONDS:-10} * 10)); then
    echo "kmsctl: process $pid lives on after SIGTERM and ${KMSCTL_STOP_SECONDS:-10} s" >&2
    return 1
  fi
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
