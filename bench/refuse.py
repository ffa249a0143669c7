#!/usr/bin/env python3
"""Cost of refusing a blocked client: connections to a gateway whose list has many networks, from connect to the 554, QUIT and the close.

    bench/refuse.py [--networks 50000] [--connections 20000] [--sessions 20] [--runs 3]

Starts a gateway of its own on loopback and measures user and system time of its process for one connection, the row in the mail log included.
Prints one JSON object. Before it measures, as many connections warm the compiler.
"""
import argparse, json, os, re, signal, socket, statistics, subprocess, tempfile, threading, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TICK = os.sysconf('SC_CLK_TCK')


def cpu(pid):
    fields = open(f'/proc/{pid}/stat').read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def refused(port, count, worker, wrong):
    for n in range(count):
        # several source addresses: one has only so many ports
        with socket.create_connection(('127.0.0.1', port), 30, source_address=(f'127.9.{worker}.{1 + n % 200}', 0)) as client:
            said = client.recv(1000)
            client.sendall(b'QUIT\r\n')
            while client.recv(1000):
                pass
            if not said.startswith(b'554 5.7.1'):
                wrong.append(said)


def flood(port, connections, sessions):
    wrong = []
    threads = [threading.Thread(target=refused, args=(port, connections // sessions, n, wrong)) for n in range(sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise SystemExit(f'{len(wrong)} were not refused: {wrong[0]}')


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('--networks', type=int, default=50000)
    options.add_argument('--connections', type=int, default=20000)
    options.add_argument('--sessions', type=int, default=20)
    options.add_argument('--runs', type=int, default=3)
    options.add_argument('--command', default=f'{ROOT}/postern')
    o = options.parse_args()
    with tempfile.TemporaryDirectory(prefix='refuse-bench.') as work:
        with open(work + '/list', 'w') as blocked:
            blocked.write('127.9.0.0/16\n')
            for n in range(o.networks - 1):
                blocked.write(f'{20 + n // 62500}.{n // 250 % 250}.{n % 250}.0/24 # {n}\n')
        with open(work + '/postern.yaml', 'w') as config:
            config.write(f'admission: {{blocked_files: ["{work}/list"]}}\n')
        gateway = subprocess.Popen(o.command.split() + ['run', '--config', work + '/postern.yaml', '--data', work + '/data',
                                                       '--smtp', '127.0.0.1:0', '--http', '127.0.0.1:0'],
                                   stdout=subprocess.PIPE, stderr=open(work + '/log', 'w'), text=True)
        try:
            port = int(re.search(r'smtp=127\.0\.0\.1:(\d+)', gateway.stdout.readline()).group(1))
            flood(port, o.connections, o.sessions)
            costs, rates = [], []
            for _ in range(o.runs):
                time.sleep(1)
                busy, start = cpu(gateway.pid), time.perf_counter()
                flood(port, o.connections, o.sessions)
                rates.append(o.connections / (time.perf_counter() - start))
                time.sleep(1)  # the log is written after the reply
                costs.append((cpu(gateway.pid) - busy) / o.connections * 1e3)
            print(json.dumps(dict(networks=o.networks, connections=o.connections, sessions=o.sessions,
                                  cpu_ms=[round(f(costs), 4) for f in (statistics.median, min, max)],
                                  rate=[round(f(rates)) for f in (statistics.median, min, max)],
                                  load=round(os.getloadavg()[0], 1))))
        finally:
            gateway.send_signal(signal.SIGTERM)
            gateway.wait(90)


main()
