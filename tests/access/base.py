from tests.access import row

ROWS = [
    row("GET", "home", others=302, nobody=302),
    row("GET", "ready", others=503, nobody=503),  # no worker beats in this test
    row("GET", "live", others=200, nobody=200),
]
