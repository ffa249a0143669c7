#!/bin/sh
# SpamAssassin's spamd with the rules of its distribution on 127.0.0.1:7830; nothing that needs the network, nothing learnt.
#   spamd.sh start DIR     prints the pid
set -eu
DIR=$2
mkdir -p "$DIR/etc" "$DIR/home"
find /etc/spamassassin -maxdepth 1 -type f -exec cp {} "$DIR/etc/" \;
cat > "$DIR/etc/local.cf" <<EOF
use_bayes 0
use_auto_welcomelist 0
dns_available no
score NO_RECEIVED 0
EOF
chown -R nobody "$DIR"
cd /
/usr/sbin/spamd -L -i 127.0.0.1 -p 7830 --max-children=2 --min-children=2 --min-spare=1 --max-spare=2 -x -u nobody -H "$DIR/home" \
  --siteconfigpath="$DIR/etc" -r "$DIR/pid" -s "$DIR/log" -d >/dev/null 2>&1 </dev/null
for _ in $(seq 300); do
  [ -s "$DIR/pid" ] && grep -q 'server started' "$DIR/log" && break
  sleep .1
done
cat "$DIR/pid"
