# Sourced. find_jdk sets JAVA_HOME to a JDK of version 25 or newer, and jdk to its name with its
# exact version; it looks where JDKs usually are. Costs no process when JAVA_HOME is right.

find_jdk() {
  for candidate in "${JAVA_HOME-}" "$(jdk_on_path)" \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if is_new_jdk "$candidate"; then
      export JAVA_HOME="$candidate"
      return
    fi
  done
  echo "Signalbox needs a JDK of version 25 or newer and found none; install one, or let JAVA_HOME name it." >&2
  exit 1
}

jdk_on_path() {
  if is_new_jdk "${JAVA_HOME-}"; then return; fi
  java=$(command -v javac) && java=$(readlink -f "$java") && echo "${java%/bin/javac}"
}

is_new_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  version=0
  while IFS= read -r line; do
    case $line in JAVA_VERSION=*) version=${line#*\"} version=${version%\"*} ;; esac
  done <"$1/release"
  jdk="$1 $version"
  [ "${version%%[!0-9]*}" -ge 25 ] 2>/dev/null
}
