#!/bin/sh
# Builds Signalbox into target/dist, with the caches that make it start fast. ./signalbox calls
# this; a second one that comes meanwhile waits and finds the work done.
set -eu

home=$(CDPATH='' cd "$(dirname "$0")/.." && pwd -P)
. "$home/build/jdk.sh"
. "$home/build/maven.sh"
. "$home/build/dist.sh"
find_jdk

log="$home/target/build.log"
began=$(date +%s)

main() {
  command -v mvn >/dev/null || {
    echo "Signalbox needs Maven to build itself; install it, so that there is a command mvn." >&2
    exit 1
  }
  mkdir -p "$home/target"
  alone
  if is_current; then return; fi
  say 'Building Signalbox (log: target/build.log): '
  echo "$jdk" >"$home/target/stamp"
  compile
  replace
  say 'start-up caches, '
  "$home/build/rehearse.sh" >>"$log" 2>&1 9>&- || say '(they failed, see the log), '
  mv "$home/target/stamp" "$dist/stamp"
  say "done in $(($(date +%s) - began)) s.
"
}

# Holds the right to build until this process ends, whatever ends it.
alone() {
  command -v flock >/dev/null || return 0
  exec 9>"$home/target/build.lock"
  flock -n 9 && return
  say 'Another Signalbox is being built here; waiting for it.
'
  flock 9
}

# Runs Maven and says a word for each module that it comes to.
compile() {
  rm -rf "$home/cli/target/lib"
  {
    cd "$home"
    maven -Dmaven.test.skip=true -pl cli -am package 2>&1 9>&- || printf '\nMaven failed.\n'
  } | {
    downloading=
    while IFS= read -r line; do
      printf '%s\n' "$line" >&3
      case $line in
        *'< dev.signalbox:signalbox-'*)
          module=${line#*'< dev.signalbox:signalbox-'}
          say "${module%% *}, "
          ;;
        *'Downloading from'*)
          [ "$downloading" ] || say 'downloading libraries, '
          downloading=yes
          ;;
        'Maven failed.') exit 1 ;;
      esac
    done
  } 3>"$log" || give_up
}

give_up() {
  say '
The build failed:
'
  errors_in "$log" >&2
  exit 1
}

# A Signalbox that runs keeps the jars that it has open: they are not written to but put aside.
replace() {
  rm -rf "$home/target/dist.new" "$home/target/dist.old"
  mkdir -p "$home/target/dist.new/lib"
  cp "$home"/cli/target/lib/*.jar "$home/cli/target/signalbox.jar" "$home/target/dist.new/lib/"
  [ ! -d "$dist" ] || mv "$dist" "$home/target/dist.old"
  mv "$home/target/dist.new" "$dist"
  rm -rf "$home/target/dist.old"
}

say() {
  printf '%s' "$*" >&2
}

main
