# Sourced, with home set to the checkout. What a built Signalbox is and how Java runs it.

dist="$home/target/dist"

# Whether the build is newer than all it was made from, and made with this JDK. The stamp is as old
# as the beginning of its build and names the JDK.
is_current() {
  [ -r "$dist/stamp" ] && IFS= read -r built_with <"$dist/stamp" && [ "$built_with" = "$jdk" ] || return 1
  [ -z "$(find "$home"/pom.xml "$home"/*/pom.xml "$home"/*/src/main "$home/build" \
    -newer "$dist/stamp" -print -quit)" ]
}

# Sets options for a kind of run: server, agent or client. The start-up cache of a kind works only with
# the options that it was made with. What Java itself has to say goes to stderr: stdout may be read
# by a program. A server's young generation is small, so that an idle one is, and large enough for
# thousands of requests between two collections.
set_options() {
  options='--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow'
  options="$options -Xlog:disable -Xlog:all=warning:stderr -XX:+UseSerialGC"
  case $1 in
    server) options="$options -XX:+UseCompactObjectHeaders -Xms96m -Xmn64m -Xmx512m" ;;
    agent)
      options="$options -XX:+UseCompactObjectHeaders -XX:TieredStopAtLevel=1 -Xms8m -Xmx32m -Xss512k"
      options="$options -XX:TrimNativeHeapInterval=5000 -Djdk.virtualThreadScheduler.parallelism=2"
      ;;
    client) options="$options -XX:TieredStopAtLevel=1 -Xmx128m" ;;
  esac
}
