"""The articles that come with Priyom."""

from priyom.knowledge.actions import enliven_articles, load_shipped_articles


def load(*, demo: bool) -> None:
    """Load the articles into an empty knowledge base; in the demo they have authors and readers."""
    load_shipped_articles()
    if demo:
        enliven_articles()
