"""A page's form as a browser would send it, for plays in which two people have the same page open."""

from lxml import html


def sent_from(page, holding, **changed):
    """Return what the form that shows this name and value sends, with the changes typed into it; None unticks."""
    name, value = holding
    form = next(
        each
        for each in html.fromstring(page).forms
        if (name, value) in each.form_values() or (value is None and name in each.fields)
    )
    sent = {}
    for field, said in form.form_values():
        sent.setdefault(field, []).append(said)
    sent |= changed
    return {field: said for field, said in sent.items() if said is not None}


def sent_by(browser, path, holding, **changed):
    """Open a page and return what its form sends."""
    return sent_from(browser.get(path).content.decode(), holding, **changed)


def both_open(desks, path, holding, first, second):
    """Let two people open a page, change it and save one after the other; return what the later one is answered."""
    sent = [sent_by(desk, path, holding, **typed) for desk, typed in zip(desks, (first, second), strict=True)]
    assert desks[0].post(path, sent[0]).status_code == 302
    return desks[1].post(path, sent[1])
