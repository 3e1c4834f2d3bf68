# Sourced. How we run Maven, and what of its log is worth reading.

maven() {
  mvn -B -Dstyle.color=never "$@"
}

# What went wrong, without what Maven says after every failure; the end of the log when nothing in it
# tells.
errors_in() {
  grep -v -e '\[INFO\]' -e '^\[ERROR\] *$' -e "$(printf '\033')" -e '^$' -e 'Maven failed' \
    -e 'Help 1' -e 're-run Maven' -e '-X switch' -e 'For more information' \
    -e 'correcting the problems' -e 'mvn <args>' "$1" | tail -n 40 | grep . || tail -n 10 "$1"
}
