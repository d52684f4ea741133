"""Where one page spends its time: asked inside this process, under Python's own profiler."""

import cProfile
import pstats
import time
from urllib.parse import urlsplit

LINES, WARM, ROUNDS = 45, 5, 20


def profile(question, *, sql):
    """Print the functions that take the most time of their own, and how often each is called in one request."""
    from django.db import connection
    from django.test import Client

    client = Client(SERVER_NAME="localhost")

    def one(n):
        method, path, headers, body = question.ask(n)
        parts = urlsplit(path)
        headers = dict(headers)
        kind = headers.pop("Content-Type", "application/octet-stream")
        answer = client.generic(method, parts.path, body or b"", kind, QUERY_STRING=parts.query, headers=headers)
        if answer.status_code not in question.right:
            raise SystemExit(f"{path} answers {answer.status_code}")

    for n in range(WARM):
        one(n)
    asked = []

    def listen(execute, statement, values, many, context):
        began = time.perf_counter()
        try:
            return execute(statement, values, many, context)
        finally:
            asked.append((time.perf_counter() - began, " ".join(str(statement).split())))

    with connection.execute_wrapper(listen):
        one(WARM)
    watch = cProfile.Profile()
    watch.enable()
    for n in range(ROUNDS):
        one(n)
    watch.disable()
    print(f"{question.name}: {len(asked)} queries; {ROUNDS} requests")
    if sql:
        for seconds, statement in asked:
            print(f"  {seconds * 1000:.1f} ms  {statement[:2500]}")
    stats = pstats.Stats(watch)
    stats.sort_stats("tottime").print_stats(LINES)
    stats.sort_stats("cumulative").print_stats("priyom", LINES)
