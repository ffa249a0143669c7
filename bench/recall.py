#!/usr/bin/env python3
"""What Postern and other filters find of the same spam where each calls the same share of other mail spam. Markdown tables.

    bench/recall.py CORPORA [--peers postern,rspamd,spamassassin] [--spam-step 1] [--keep FOLDER]

CORPORA holds folders with an index.tsv (class TAB path). Each peer scores every message, as it comes out of the box: nothing learnt,
no network, no name server. The scores of ham and infomail of all folders give each peer its thresholds, by its own scale: the score that
no, one in a thousand, one in a hundred of them exceed. Recall is the share of the spam of a folder above that.
postern       all built-in checks and the shipped models (the classes built in this tree)
rspamd        rules of the distribution, no modules that ask others
spamassassin  spamd -L, rules of the distribution, no Bayes
--spam-step N: each Nth spam message alone. --keep: the scores are written there, and read from there where they stand.
Needs Debian's rspamd and spamd for the peers.
"""
import argparse, glob, json, os, re, signal, socket, subprocess, sys, tempfile, threading, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from scan import Postern, Rspamd, ROOT, post  # noqa: E402

SHARES = ((0, 'none'), (.001, '0.1 %'), (.01, '1 %'))


class Spamd:
    def __init__(self, work):
        out = subprocess.run([f'{ROOT}/bench/peers/spamd.sh', 'start', f'{work}/spamd'], check=True, stdout=subprocess.PIPE, text=True).stdout
        self.pid = int(out)

    def score(self, octets):
        with socket.create_connection(('127.0.0.1', 7830), timeout=300) as connection:
            connection.sendall(b'CHECK SPAMC/1.5\r\nContent-length: %d\r\n\r\n' % len(octets) + octets)
            connection.shutdown(socket.SHUT_WR)
            reply = b''
            while chunk := connection.recv(65536):
                reply += chunk
        return float(re.search(rb'Spam: \w+ ; (-?[\d.]+) / ', reply)[1])

    def stop(self):
        os.kill(self.pid, signal.SIGTERM)
        while os.path.exists(f'/proc/{self.pid}'):
            time.sleep(.1)


class ByHttp:
    def __init__(self, peer):
        self.peer = peer

    def score(self, octets):
        status, body = post(self.peer.port, '/checkv2', octets)
        if status != 200:
            sys.exit(f'status {status}: {body[:200]!r}')
        return float(json.loads(body)['score'])

    def stop(self):
        self.peer.stop()


def start(name, work):
    if name == 'postern':
        return ByHttp(Postern(work, True))
    if name == 'rspamd':
        return ByHttp(Rspamd(work, False, []))
    if name == 'spamassassin':
        return Spamd(work)
    sys.exit(f'{name}: expected postern, rspamd or spamassassin')


def messages(folder, step):
    spam = 0
    for index in sorted(glob.glob(f'{folder}/*/index.tsv')):
        source = os.path.basename(os.path.dirname(index))
        for line in open(index):
            label, path = line.rstrip('\n').split('\t')[:2]
            if label == 'spam':
                spam += 1
                if spam % step:
                    continue
            yield source, label, os.path.join(os.path.dirname(index), path)


def scores(name, rows, keep):
    known, file = {}, keep and f'{keep}/{name}.tsv'
    if file and os.path.exists(file):
        known = {path: float(score) for path, score in (line.rstrip('\n').split('\t') for line in open(file))}
    todo = [row[2] for row in rows if row[2] not in known]
    if todo:
        with tempfile.TemporaryDirectory() as work:
            os.chmod(work, 0o755)
            peer, lock, left = start(name, work), threading.Lock(), iter(todo)

            def client():
                while True:
                    with lock:
                        path = next(left, None)
                    if path is None:
                        return
                    known[path] = peer.score(open(path, 'rb').read())

            try:
                threads = [threading.Thread(target=client) for _ in range(3)]
                [one.start() for one in threads]
                [one.join() for one in threads]
            finally:
                peer.stop()
        if any(path not in known for path in todo):
            sys.exit(f'{name}: messages without a score')
        if file:
            os.makedirs(keep, exist_ok=True)
            with open(file, 'w') as out:
                out.writelines(f'{path}\t{score}\n' for path, score in sorted(known.items()))
    return [known[row[2]] for row in rows]


def above(scored, share):
    """The score that this share of the messages may exceed."""
    ranked = sorted(scored, reverse=True)
    return ranked[int(share * len(ranked))]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('corpora')
    options.add_argument('--peers', default='postern,rspamd,spamassassin')
    options.add_argument('--spam-step', type=int, default=1)
    options.add_argument('--keep')
    arguments = options.parse_args()
    rows = list(messages(arguments.corpora, arguments.spam_step))
    names = arguments.peers.split(',')
    found = {name: scores(name, rows, arguments.keep) for name in names}
    sources = sorted({source for source, label, _ in rows if label == 'spam'})
    other = [at for at, row in enumerate(rows) if row[1] != 'spam']
    print(f'{len(other)} messages of other mail give the thresholds\n')
    print('| spam of | messages | other mail above | ' + ' | '.join(f'{name} (score above)' for name in names) + ' |')
    print('|---' * (3 + len(names)) + '|')
    for source in sources:
        spam = [at for at, row in enumerate(rows) if row[:2] == (source, 'spam')]
        for share, title in SHARES:
            cells = []
            for name in names:
                limit = above([found[name][at] for at in other], share)
                recall = 100 * sum(found[name][at] > limit for at in spam) / len(spam)
                cells.append(f'{recall:.1f} % ({limit:.1f})')
            print(f'| {source} | {len(spam)} | {title} | ' + ' | '.join(cells) + ' |')


if __name__ == '__main__':
    main()
