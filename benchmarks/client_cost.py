"""What our client costs: CPU of a short request, and of a chunk of a stream, on loopback.

    python benchmarks/client_cost.py

A stub in a process of its own answers; only the CPU of this process is counted, system calls, masking and
building of the `Exchange` included, parsing excluded (it comes after the measurement). Streams come in two
ways: `burst`, as fast as the stub can write, so that one arrival holds several chunks; and `paced`, where
every chunk is an arrival of its own, so that a system call and a change of threads are paid for each.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time

from readiness.endpoint.access import Access
from readiness.endpoint.client import Client
from readiness.endpoint.target import Target

SHORT_REQUESTS = 2000
STREAMS, IN_FLIGHT, CHUNKS, PACE_S = 160, 32, 180, 0.005
TEXT = b'{"id":"c1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"word "}}]}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nDate: Sat, 01 Mar 2025 10:00:00 GMT\r\nServer: stub\r\n%b\r\n\r\n"


def serve() -> None:
    """The stub: prints its port, then answers until it is ended."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=answer, args=(connection,), daemon=True).start()


def answer(connection: socket.socket) -> None:
    while request := connection.recv(65536):
        if b"/short" in request:
            connection.sendall(HEAD % (b"application/json", b"Content-Length: 960") + TEXT * 10)
            continue
        connection.sendall(HEAD % (b"text/event-stream", b"Transfer-Encoding: chunked"))
        event = b"data: " + TEXT + b"\n\n"
        pace = PACE_S if b"/paced" in request else 0
        for _ in range(CHUNKS):
            if pace:
                time.sleep(pace)
            connection.sendall(b"%x\r\n%b\r\n" % (len(event), event))
        connection.sendall(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")


def short_requests(access: Access) -> float:
    """CPU seconds of one short request, connection kept."""
    client = Client(access)
    client.send("POST", "/short", b"{}")
    before = time.process_time()
    for _ in range(SHORT_REQUESTS):
        if not client.send("POST", "/short", b'{"model":"m","messages":[]}').answered:
            raise SystemExit("the stub did not answer")
    spent = time.process_time() - before
    client.close()
    return spent / SHORT_REQUESTS


def streams(access: Access, path: str) -> float:
    """CPU seconds of one chunk, all streams together."""

    def work() -> None:
        client = Client(access)
        for _ in range(STREAMS // IN_FLIGHT):
            if not client.send("POST", path, b"{}", streamed=True).answered:
                raise SystemExit("the stub did not answer")
        client.close()

    before = time.process_time()
    threads = [threading.Thread(target=work) for _ in range(IN_FLIGHT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (time.process_time() - before) / (STREAMS * CHUNKS)


def main() -> None:
    stub = subprocess.Popen([sys.executable, __file__, "serve"], stdout=subprocess.PIPE, text=True)
    try:
        target = Target.parse(f"http://127.0.0.1:{stub.stdout.readline().strip()}/v1")
        access = Access.to(target, version="0", environ={}, api_key="sk-0123456789abcdef")
        print(f"short request: {short_requests(access) * 1e6:.0f} microseconds of CPU")
        for path in ("/burst", "/paced"):
            spent = streams(access, path)
            print(f"chunk of a stream, {path[1:]}: {spent * 1e6:.1f} microseconds of CPU,", end=" ")
            print(f"{1 / spent:,.0f} chunks a CPU second, {IN_FLIGHT} in flight")
    finally:
        stub.terminate()
        stub.wait()


if __name__ == "__main__":
    serve() if sys.argv[1:] == ["serve"] else main()
