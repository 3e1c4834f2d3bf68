#!/bin/sh
# Starts the agent of a workspace on this machine (@OS@, @ARCH@), for the server at @ACCESS_URL_COMMENT@.
# CODER_AGENT_TOKEN in the environment says which workspace it is. What follows goes to the agent.
set -eu

if [ -z "${CODER_AGENT_TOKEN:-}" ]; then
  echo "CODER_AGENT_TOKEN is not set: it says whose agent this is." >&2
  exit 2
fi
export CODER_AGENT_TOKEN
export CODER_AGENT_AUTH=token
export CODER_AGENT_URL=@ACCESS_URL@

if command -v signalbox >/dev/null 2>&1; then exec signalbox agent "$@"; fi
if command -v coder >/dev/null 2>&1; then exec coder agent "$@"; fi

# Neither is installed: perhaps the server has one to give.
binary_url="$CODER_AGENT_URL/bin/coder-@OS@-@ARCH@"
directory=$(mktemp -d "${TMPDIR:-/tmp}/agent.XXXXXX")
binary="$directory/coder"
if command -v curl >/dev/null 2>&1; then
  curl -fsSL -o "$binary" "$binary_url" || rm -f "$binary"
elif command -v wget >/dev/null 2>&1; then
  wget -q -O "$binary" "$binary_url" || rm -f "$binary"
fi
if [ ! -s "$binary" ]; then
  rm -rf "$directory"
  echo "There is no agent: neither signalbox nor coder is installed here, and $binary_url cannot be had." >&2
  exit 1
fi
chmod 700 "$binary"
exec "$binary" agent "$@"
