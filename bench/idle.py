#!/usr/bin/env python3
"""Memory of idle connections: opens them to a running gateway after EHLO, and prints what its process uses before and after.

    bench/idle.py [--connections 10000]

Starts a gateway of its own on loopback with a limit that lets them in. Needs a limit of open files above that number (ulimit -n).
"""
import argparse, json, os, re, resource, signal, socket, subprocess, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def rss(pid):
    for line in open(f'/proc/{pid}/status'):
        if line.startswith('VmRSS:'):
            return int(line.split()[1]) / 1024


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('--connections', type=int, default=10000)
    o = options.parse_args()
    need = o.connections + 500
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(need, hard)) if hard != resource.RLIM_INFINITY else need, hard))
    with tempfile.TemporaryDirectory(prefix='idle-bench.') as work:
        gateway = subprocess.Popen([f'{ROOT}/postern', 'run', '--data', work + '/data', '--smtp', '127.0.0.1:0', '--http', '127.0.0.1:0'],
                                   stdout=subprocess.PIPE, stderr=open(work + '/log', 'w'), text=True)
        try:
            port = int(re.search(r'smtp=127\.0\.0\.1:(\d+)', gateway.stdout.readline()).group(1))
            time.sleep(2)
            before = rss(gateway.pid)
            clients = []
            for n in range(o.connections):
                # several source addresses: one has only so many ports
                client = socket.create_connection(('127.0.0.1', port), 30, source_address=(f'127.0.{1 + n // 5000}.1', 0))
                client.recv(500)
                client.sendall(b'EHLO client.example\r\n')
                client.recv(1000)
                clients.append(client)
            time.sleep(3)
            after = rss(gateway.pid)
            # they are alive: the first and the last still answer
            answers = []
            for client in (clients[0], clients[-1]):
                client.sendall(b'NOOP\r\n')
                answers.append(client.recv(100)[:3].decode())
            print(json.dumps(dict(connections=len(clients), rss_before_mb=round(before), rss_after_mb=round(after),
                                  more_mb=round(after - before), answers=answers)))
            for client in clients:
                client.close()
        finally:
            gateway.send_signal(signal.SIGTERM)
            gateway.wait(90)


main()
