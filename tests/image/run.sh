#!/bin/bash
# run.sh IMAGE [NAME=VALUE…]: start, readiness, an answer and SIGTERM under the strictest settings; fails unless all is well.
set -eu
IMAGE=$1; shift
PORT=${PORT:-18000} LIMIT=${LIMIT:-300} NAME=llm-predictor-run-$$
env=(); for pair in "$@"; do env+=(-e "$pair"); done
PODMAN=(podman --runtime "${RUNTIME:-runc}" --cgroup-manager cgroupfs)
now() { date +%s%N; }
seconds() { awk "BEGIN {printf \"%.1f\", ($(now) - $1) / 1e9}"; }
trap '"${PODMAN[@]}" rm -f "$NAME" >/dev/null 2>&1' EXIT

started=$(now)
"${PODMAN[@]}" run -d --name "$NAME" --network=host --ulimit nofile=1024:1024 --ulimit nproc=4096:4096 \
  --read-only --tmpfs /tmp --tmpfs /cache --shm-size 256m --user 12345:0 --cap-drop=ALL --security-opt no-new-privileges \
  -e PORT="$PORT" "${env[@]}" "$IMAGE" >/dev/null
until [ "$(curl -s -o /dev/null -w '%{http_code}' "localhost:$PORT/v2/health/live" || true)" = 200 ]; do sleep 0.1; done
echo "live after $(seconds "$started") s"
until [ "$(curl -s -o /dev/null -w '%{http_code}' "localhost:$PORT/health")" = 200 ]; do
  [ "${started%?????????}" -gt $(($(date +%s) - LIMIT)) ] || { "${PODMAN[@]}" logs "$NAME" | tail -20; echo "not ready in $LIMIT s"; exit 1; }
  [ "$("${PODMAN[@]}" inspect -f '{{.State.Running}}' "$NAME")" = true ] || { "${PODMAN[@]}" logs "$NAME" | tail -20; echo "it ended"; exit 1; }
  sleep 0.2
done
echo "ready after $(seconds "$started") s"
answer=$(curl -sf "localhost:$PORT/infer" -H 'Content-Type: application/json' -d '{"query": "안녕하세요", "max_length": 32}')
echo "answer: $answer"
[ "$("${PODMAN[@]}" exec "$NAME" cat /proc/1/comm)" = python ] || { echo "process 1 is not Python"; exit 1; }
stopping=$(now)
"${PODMAN[@]}" kill -s TERM "$NAME" >/dev/null
code=$("${PODMAN[@]}" wait "$NAME")
echo "stopped after $(seconds "$stopping") s with $code"
[ "$code" = 0 ]
