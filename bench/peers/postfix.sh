#!/bin/sh
# A private Postfix in a folder of its own, relaying everything to 127.0.0.1:SINK.
#   postfix.sh start DIR PORT SINK [rspamd|proxy]   prints the pid of its master      postfix.sh stop DIR
# rspamd: with a milter on 127.0.0.1:11332. proxy: as before-queue proxy, straight to the sink.
set -eu
PATH=$PATH:/usr/sbin:/sbin
if [ "$1" = stop ]; then exec postfix -c "$2/etc" stop 2>/dev/null; fi
DIR=$2 PORT=$3 SINK=$4 KIND=${5:-}
mkdir -p "$DIR/etc" "$DIR/spool" "$DIR/data"
chmod 755 "$DIR" "$DIR/spool"
chown postfix "$DIR/data"
cat > "$DIR/etc/main.cf" <<EOF
compatibility_level = 3.6
config_directory = $DIR/etc
queue_directory = $DIR/spool
data_directory = $DIR/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = peer.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
default_transport = smtp:[127.0.0.1]:$SINK
relay_transport = smtp:[127.0.0.1]:$SINK
smtp_dns_support_level = disabled
disable_dns_lookups = yes
smtpd_peername_lookup = no
alias_maps =
alias_database =
local_recipient_maps =
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
default_process_limit = 200
maillog_file = $DIR/maillog
maillog_file_prefixes = $DIR
EOF
if [ "$KIND" = rspamd ]; then
  cat >> "$DIR/etc/main.cf" <<EOF
smtpd_milters = inet:127.0.0.1:11332
milter_protocol = 6
milter_default_action = accept
EOF
fi
# every service of the distribution, none of them in a chroot; the listener and the delivery agents are ours
sed -E '/^smtp +inet/d; s/^([a-z]+ +(inet|unix|fifo) +[-yn] +[-yn0-9]+ +)y/\1n/; s/^(smtp +unix +- +- +)[-yn]( +- +)-/\1n\2100/' \
  /etc/postfix/master.cf.proto > "$DIR/etc/master.cf"
PROXY=
[ "$KIND" = proxy ] && PROXY="-o smtpd_proxy_filter=127.0.0.1:$SINK"
echo "127.0.0.1:$PORT inet n - n - 200 smtpd $PROXY" >> "$DIR/etc/master.cf"
postfix -c "$DIR/etc" start >/dev/null 2>&1
for _ in $(seq 50); do
  [ -s "$DIR/spool/pid/master.pid" ] && break
  sleep .1
done
tr -d ' \n' < "$DIR/spool/pid/master.pid"
