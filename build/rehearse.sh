#!/bin/sh
# Makes the start-up caches of what is in target/dist (JEP 514): a server, an agent and a client do
# once, on a data directory of their own, what they will do every day, and Java notes what that took.
set -eu

home=$(CDPATH='' cd "$(dirname "$0")/.." && pwd -P)
. "$home/build/jdk.sh"
. "$home/build/dist.sh"
find_jdk
java="$JAVA_HOME/bin/java"
jar="$dist/lib/signalbox.jar"
stage=$(mktemp -d)
server=
agent=

finish() {
  [ -z "$agent" ] || kill -KILL "$agent" 2>/dev/null || :
  [ -z "$server" ] || kill -TERM "$server" 2>/dev/null || :
  wait
  rm -rf "$stage"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

set_options server
"$java" $options "-XX:AOTCacheOutput=$dist/server.aot" -jar "$jar" server \
  --http-address 127.0.0.1:0 --data-dir "$stage/data" >"$stage/log" 2>&1 &
server=$!
until address=$(grep -o -m 1 'http://127\.0\.0\.1:[0-9]*' "$stage/log"); do
  kill -0 "$server" || { cat "$stage/log" && exit 1; }
  sleep 0.2
done

CODER_AGENT_TOKEN=$("$java" "$home/build/Rehearsal.java" "$address")
export CODER_AGENT_TOKEN CODER_AGENT_URL="$address"
set_options client
"$java" $options "-XX:AOTCacheOutput=$dist/client.aot" -jar "$jar" \
  report --app claude working 'Rehearsing'

set_options agent
"$java" $options "-XX:AOTCacheOutput=$dist/agent.aot" -jar "$jar" \
  agent --run-dir "$stage/agent" >"$stage/agent.log" 2>&1 &
agent=$!
tries=0
until grep -q 'is ready' "$stage/agent.log" || [ $((tries += 1)) -gt 100 ]; do sleep 0.1; done
kill -TERM "$agent"
wait "$agent" || :
agent=

kill -TERM "$server"
wait "$server" || :
server=
cat "$stage/log" "$stage/agent.log"
[ -s "$dist/server.aot" ] && [ -s "$dist/client.aot" ] && [ -s "$dist/agent.aot" ]
