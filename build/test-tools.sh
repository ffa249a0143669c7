#!/bin/sh
# Makes sure that the programs the tests use are there: installs what is missing where it may (root, apt-get), else says what.
# One line for each: the program, and the Debian packages it comes from.
set -u
TOOLS="
smtp-source postfix
smtp-sink postfix
strace strace
openssl openssl
spamassassin spamassassin
cc gcc libc6-dev
"
PATH=$PATH:/usr/sbin:/sbin

missing_packages() {
  echo "$TOOLS" | while read -r program package; do
    [ -n "$program" ] || continue
    command -v "$program" >/dev/null 2>&1 || echo "$package"
  done | sort -u
}

missing=$(missing_packages)
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing for the tests:" $missing
  export DEBIAN_FRONTEND=noninteractive
  # Postfix is wanted for its test programs only: no mail system is set up, none is started.
  echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections 2>/dev/null
  printf '#!/bin/sh\nexit 101\n' > "${TMPDIR:-/tmp}/no-start.$$"
  had_policy=no
  [ -e /usr/sbin/policy-rc.d ] && had_policy=yes || install -m 755 "${TMPDIR:-/tmp}/no-start.$$" /usr/sbin/policy-rc.d
  rm -f "${TMPDIR:-/tmp}/no-start.$$"
  apt-get -qq update >/dev/null 2>&1
  apt-get -qq -y --no-install-recommends install $missing >/dev/null 2>&1
  [ "$had_policy" = yes ] || rm -f /usr/sbin/policy-rc.d
fi
missing=$(missing_packages)
[ -z "$missing" ] || echo "WARNING: not installed, tests that need them are skipped:" $missing
exit 0
