#!/bin/sh
# rspamd with the rules of its distribution and a milter on 127.0.0.1:11332; what needs the network or a database is off.
#   rspamd.sh start DIR     prints the pid; RSPAMD_BAYES_REDIS=HOST:PORT turns its Bayesian filter on; RSPAMD_DNS=HOST:PORT answers it (else nobody does)
set -eu
DIR=$2
mkdir -p "$DIR/local/local.d" "$DIR/db" "$DIR/run" "$DIR/log"
for module in rbl surbl spf dkim dkim_signing arc dmarc fuzzy_check asn mx_check url_redirector greylist ratelimit replies \
  history_redis rspamd_update antivirus dcc external_services p0f reputation neural hfilter bimi metric_exporter; do
  echo 'enabled = false;' > "$DIR/local/local.d/$module.conf"
done
cat > "$DIR/local/local.d/options.inc" <<EOF
dns { nameserver = ["${RSPAMD_DNS:-127.0.0.1:1}"]; timeout = 0.1s; retransmits = 1; sockets = 1; }
EOF
echo 'level = "warning";' > "$DIR/local/local.d/logging.inc"
echo 'bind_socket = "127.0.0.1:11333"; count = 2;' > "$DIR/local/local.d/worker-normal.inc"
echo 'bind_socket = "127.0.0.1:11334"; password = "q1"; secure_ip = "127.0.0.1";' > "$DIR/local/local.d/worker-controller.inc"
cat > "$DIR/local/local.d/worker-proxy.inc" <<EOF
bind_socket = "127.0.0.1:11332"; milter = yes; timeout = 120s; count = 2;
upstream "local" { default = yes; self_scan = yes; }
EOF
if [ -n "${RSPAMD_BAYES_REDIS:-}" ]; then
  echo "servers = \"$RSPAMD_BAYES_REDIS\";" > "$DIR/local/local.d/redis.conf"
  echo "backend = \"redis\"; servers = \"$RSPAMD_BAYES_REDIS\"; autolearn = false;" > "$DIR/local/local.d/classifier-bayes.conf"
else
  echo 'classifier "bayes" { min_learns = 100000000; }' > "$DIR/local/local.d/statistic.conf"
fi
chown -R _rspamd:_rspamd "$DIR"
rspamd -c /etc/rspamd/rspamd.conf --var=LOCAL_CONFDIR="$DIR/local" --var=DBDIR="$DIR/db" --var=RUNDIR="$DIR/run" \
  --var=LOGDIR="$DIR/log" -u _rspamd -g _rspamd >/dev/null 2>&1 </dev/null
for _ in $(seq 100); do
  [ -s "$DIR/run/rspamd.pid" ] && break
  sleep .1
done
cat "$DIR/run/rspamd.pid"
