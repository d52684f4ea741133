from tests.access import row

ROWS = [
    row("GET", "home", others=302, nobody=302),
    row("GET", "live", others=200, nobody=200),
]
