#!/usr/bin/env python3
"""Whole way: smtp-source -> gateway -> smtp-sink, on loopback. Prints one JSON object for each measurement.

    bench/relay.py [--gateway postern,postern-bare,postern-proxy,postfix,postfix-rspamd,postfix-proxy]
                   [--sizes 5120] [--sessions 20] [--messages 4000] [--runs 3] [--warm 4000] [--keep]

postern          all checks on, journal flushed before each 250
postern-bare     the same with analysis off
postern-proxy    proxy mode, analysis off: nothing queued, 250 after the next hop's
postfix          plain Postfix relay
postfix-rspamd   the same with rspamd as milter, distribution rules, nothing that needs the network
postfix-proxy    Postfix as before-queue proxy straight to the sink

rate: messages a second until the last one has reached the sink. cpu: user and system time of all processes of the gateway in ms a message.
Gateways are measured in turn, run after run, so that they share the weather of the machine. Needs smtp-source and smtp-sink
(Debian's postfix), and for the peers postfix, rspamd. --keep sends many messages over each connection; without it each message has its own.
"""
import argparse, json, os, re, shutil, signal, socket, statistics, subprocess, sys, tempfile, threading, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TICK = os.sysconf('SC_CLK_TCK')
os.environ['PATH'] += ':/usr/sbin:/sbin'


def tree(pid):
    children = {}
    for entry in os.listdir('/proc'):
        if entry.isdigit():
            try:
                stat = open(f'/proc/{entry}/stat').read().rsplit(')', 1)[1].split()
                children.setdefault(int(stat[1]), []).append(int(entry))
            except OSError:
                pass
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += children.get(one, [])
    return found


def cpu(pids):
    ticks = 0
    for root in pids:
        for pid in tree(root):
            try:
                stat = open(f'/proc/{pid}/stat').read().rsplit(')', 1)[1].split()
                # with the children that have ended: Postfix and others end theirs
                ticks += sum(int(value) for value in stat[11:15])
            except OSError:
                pass
    return ticks / TICK


def memory(pids):
    total = 0
    for root in pids:
        for pid in tree(root):
            try:
                for line in open(f'/proc/{pid}/smaps_rollup'):
                    if line.startswith('Pss:'):
                        total += int(line.split()[1])
            except OSError:
                pass
    return total / 1024


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


class Sink:
    """smtp-sink, counting what it took."""

    def __init__(self, port):
        self.process = subprocess.Popen(
            ['smtp-sink', '-u', 'nobody', '-c', '-h', 'sink.example', f'127.0.0.1:{port}', '400'],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.count = 0
        threading.Thread(target=self.read, daemon=True).start()
        wait_for(port)

    def read(self):
        buffer = b''
        while True:
            chunk = os.read(self.process.stdout.fileno(), 65536)
            if not chunk:
                return
            buffer = (buffer + chunk)[-200:]
            numbers = re.findall(rb'mesg=(\d+)', buffer)
            if numbers:
                self.count = int(numbers[-1])

    def stop(self):
        self.process.kill()
        self.process.wait()


def wait_for(port):
    for _ in range(400):
        try:
            socket.create_connection(('127.0.0.1', port), 1).close()
            return
        except OSError:
            time.sleep(.05)
    raise SystemExit(f'nothing listens on port {port}')


class Postern:
    def __init__(self, work, sink, name):
        self.data = os.path.join(work, name)
        extra = {'postern': [], 'postern-bare': ['--no-analysis'],
                 'postern-proxy': ['--no-analysis', '--mode', 'proxy']}[name]
        subprocess.run([f'{ROOT}/postern', 'domain', 'add', 'y.example', '--route', f'127.0.0.1:{sink}',
                        '--data', self.data] + extra, check=True, stdout=subprocess.DEVNULL)
        self.process = subprocess.Popen(
            [f'{ROOT}/postern', 'run', '--data', self.data, '--smtp', '127.0.0.1:0', '--http', '127.0.0.1:0'],
            stdout=subprocess.PIPE, stderr=open(self.data + '.log', 'w'), text=True)
        line = self.process.stdout.readline()
        self.port = int(re.search(r'smtp=127\.0\.0\.1:(\d+)', line).group(1))
        self.pids = [self.process.pid]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


class Postfix:
    def __init__(self, work, sink, name):
        self.port, self.pids = free_port(), []
        if name == 'postfix-rspamd':
            self.rspamd = int(subprocess.run([f'{ROOT}/bench/peers/rspamd.sh', 'start', f'{work}/rspamd'], check=True,
                                             stdout=subprocess.PIPE, text=True).stdout)
            self.pids.append(self.rspamd)
        self.dir, kind = f'{work}/{name}', name.partition('-')[2]
        master = subprocess.run([f'{ROOT}/bench/peers/postfix.sh', 'start', self.dir, str(self.port), str(sink), kind],
                                check=True, stdout=subprocess.PIPE, text=True).stdout
        self.pids.append(int(master))
        wait_for(self.port)

    def stop(self):
        subprocess.run([f'{ROOT}/bench/peers/postfix.sh', 'stop', self.dir], stdout=subprocess.DEVNULL)
        if hasattr(self, 'rspamd'):
            os.kill(self.rspamd, signal.SIGTERM)


def source(gateway, messages, sessions, size, keep):
    return subprocess.run(['smtp-source', '-s', str(sessions), '-m', str(messages), '-l', str(size),
                           '-f', 'a@x.example', '-t', 'b@y.example'] + (['-d'] if keep else []) + [f'127.0.0.1:{gateway.port}'],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=600)


def measure(gateway, sink, messages, sessions, size, keep):
    before, start, busy = sink.count, time.perf_counter(), cpu(gateway.pids)
    result = source(gateway, messages, sessions, size, keep)
    accepted = time.perf_counter() - start
    if result.returncode or result.stderr:
        print(result.stderr[:300], file=sys.stderr)
    while sink.count - before < messages and time.perf_counter() - start < 300:
        time.sleep(.01)
    through = time.perf_counter() - start
    lost = messages - (sink.count - before)
    time.sleep(.5)
    return dict(accepted=messages / accepted, rate=messages / through, cpu=(cpu(gateway.pids) - busy) / messages * 1e3,
                pss=memory(gateway.pids), missing=lost)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('--gateway', default='postern,postfix-rspamd')
    options.add_argument('--sizes', default='5120')
    options.add_argument('--sessions', default='20')
    options.add_argument('--messages', type=int, default=4000)
    options.add_argument('--warm', type=int, default=4000)
    options.add_argument('--runs', type=int, default=3)
    options.add_argument('--keep', action='store_true')
    o = options.parse_args()
    work, port = tempfile.mkdtemp(prefix='relay-bench.'), free_port()
    os.chmod(work, 0o755)
    sink = Sink(port)
    running = {}
    try:
        for name in o.gateway.split(','):
            running[name] = (Postern if name.startswith('postern') else Postfix)(work, port, name)
        for name, gateway in running.items():
            # warm up: also the compiler of a Java machine
            source(gateway, o.warm if name.startswith('postern') else min(o.warm, 500), 20, 5120, False)
        time.sleep(2)
        for size in (int(s) for s in o.sizes.split(',')):
            for sessions in (int(s) for s in o.sessions.split(',')):
                results = {name: [] for name in running}
                for _ in range(o.runs):
                    for name, gateway in running.items():
                        n = o.messages if name.startswith('postern') else min(o.messages, 2000)
                        n = min(n, 1000 if name.startswith('postern') else 300) if sessions == 1 else n
                        results[name].append(measure(gateway, sink, n, sessions, size, o.keep))
                for name, rows in results.items():
                    row = dict(gateway=name, size=size, sessions=sessions)
                    for key, digits in (('rate', 0), ('accepted', 0), ('cpu', 3)):
                        values = [r[key] for r in rows]
                        row[key] = [round(f(values), digits) for f in (statistics.median, min, max)]
                    row['pss_mb'] = round(max(r['pss'] for r in rows), 1)
                    row['missing'] = sum(r['missing'] for r in rows)
                    row['load'] = round(os.getloadavg()[0], 1)
                    print(json.dumps(row), flush=True)
    finally:
        for gateway in running.values():
            gateway.stop()
        sink.stop()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == '__main__':
    main()
