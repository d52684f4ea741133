"""A stranger's HTML: what is shown of it, what never is, and what it says as text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from priyom.channels.mail.html_lines import lies
from priyom.channels.mail.html_safe import sanitised
from priyom.channels.mail.html_tokens import markup
from priyom.channels.mail.reading import read
from tests.channels.mail.letters import html, mixed, part

EVIL = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<object data=x></object>",
    "<embed src=x>", "<form action=http://x><input name=a><button formaction=javascript:alert(1)>x</button></form>", "<base href=http://x>",
    "<meta http-equiv=refresh content='0;url=http://x'>", "<link rel=stylesheet href=http://x>", "<style>@import 'http://x'</style>",
    "<a href=javascript:alert(1)>x</a>", "<a href=' java\tscript:alert(1)'>x</a>", "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=vbscript:x>x</a>", "<a href='data:text/html,<script>alert(1)</script>'>x</a>", "<a href=//attacker.example>x</a>", "<a href=/logout>x</a>",
    "<div style='position:fixed;background:url(http://x)'>x</div>", "<div style='expression(alert(1))'>x</div>", "<img src=http://169.254.169.254/latest>",
    "<img srcset='http://x 2x'>", "<picture><source srcset=http://x></picture>", "<video poster=http://x src=http://x></video>", "<audio src=http://x>",
    "<table background=http://x><td background=http://x>x</table>", "<input type=image src=http://x>", "<div hx-get=/x hx-trigger=load>x</div>",
    "<div data-hx-get=/x>x</div>", "<div x-init=alert(1) @click=x :a=b _='on load'>x</div>", "<form id=cookie><input name=x></form>", "<img name=body id=head>",
    "<div id=flash class='btn modal'>x</div>", "<ticket-card ticket=1></ticket-card>", "<due-clock until=x></due-clock>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<svg><script>alert(1)</script></svg>", "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>", "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script></xmp>", "<textarea><script>alert(1)</script></textarea>", "<title><script>alert(1)</script></title>",
    "<plaintext><script>alert(1)</script>", "<!--><script>alert(1)</script>-->", "<!--!><img src=x onerror=alert(1)>", "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>", "<scr<script>ipt>alert(1)</scr</script>ipt>", "<img/src=x/onerror=alert(1)>", "<img src='x'onerror=alert(1)>",
    "<img src=x onerror\x00=alert(1)>", "<\x00script>alert(1)</script>", "<img src=`x`onerror=alert(1)>", "<a href='x' href='javascript:alert(1)'>x</a>",
    "<td colspan=100000000 rowspan=65534>x</td>", "<marquee onstart=alert(1)>x</marquee>", "<keygen autofocus onfocus=alert(1)>", "<details open ontoggle=alert(1)>x",
    "<math href=javascript:alert(1)>x</math>", "<isindex action=javascript:alert(1)>", "<frameset onload=alert(1)><frame src=javascript:alert(1)>",
    "<dialog open>x</dialog>", "<slot name=x>", "<portal src=http://x>", "<a ping=http://x href=http://y>x</a>", "<blockquote cite=javascript:alert(1)>x</blockquote>",
]  # fmt: skip
ALLOWED_TAG = re.compile(
    r"</?[a-z][a-z0-9]*(?: (?:href|src|alt|rel|width|height|colspan|rowspan|start|value)=\"[^\"<>]*\")*>"
)


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_evil_is_shown(evil):
    told = read(html(f"<p>слово</p>{evil}<p>конец</p>"))
    shown = told.html

    for bad in ("<script", "javascript:", "vbscript:", "<iframe", "<object", "<embed", "<form", "<base", "<meta", "srcdoc", "<svg", "<math", "<style", "style=", "class=", "id=", "name=", "hx-", "data:", "http://x", "169.254", "onerror=", "onload=", "<input", "<link", "cite=", "ping="):  # fmt: skip
        assert bad not in shown.lower().replace("слово", ""), bad
    assert "слово" in shown
    assert not re.sub(r"[^<>]", "", ALLOWED_TAG.sub("", shown)), shown


@pytest.mark.parametrize("evil", EVIL)
def test_the_sanitiser_alone_holds_too(evil):
    shown = sanitised(f"<p>слово</p>{evil}").lower()
    for bad in (
        "<script",
        "javascript:",
        "<iframe",
        "<object",
        "<form",
        "srcdoc",
        "<svg",
        "style=",
        "class=",
        "hx-",
        'src="http',
        "<base",
        "<meta",
    ):
        assert bad not in shown, bad
    assert not re.search(r"<[^>]*\son\w+=", re.sub(r'"[^"]*"', '""', shown))


def test_links_are_kept_and_made_harmless():
    told = read(
        html(
            '<a href="https://ok.example/x?a=1&amp;b=2" target=_blank>сюда</a> <a href="mailto:a@b.example">письмо</a> <a href="tel:+7">звонок</a>'
        )
    )
    assert '<a href="https://ok.example/x?a=1&amp;b=2" rel="noopener noreferrer nofollow">сюда</a>' in told.html
    assert "target=" not in told.html
    assert told.text == "сюда <https://ok.example/x?a=1&b=2> письмо <a@b.example> звонок <+7>"


@pytest.mark.parametrize(
    ("words", "href", "host"),
    [
        ("https://priyom.example/login", "http://attacker.example/login", "attacker.example"), ("priyom.example", "http://attacker.example", "attacker.example"),
        ("www.priyom.example/a", "https://priyom.example/b", ""), ("Войти", "http://attacker.example/", ""), ("вход", "http://priyom.example@attacker.example/", "attacker.example"),
        ("apple", "https://xn--80ak6aa92e.example/", "xn--80ak6aa92e.example"), ("отчёт.pdf", "https://ok.example/", ""), ("report.pdf", "https://ok.example/", ""),
        ("http://ok.example", "http://[::1", "http://[::1"), ("(https://ok.example)", "https://ok.example:8443/", ""), ("", "http://x.example", ""),
        ("больница.рф", "http://attacker.example", "attacker.example"),
    ],
)  # fmt: skip
def test_a_link_that_lies_is_told(words, href, host):
    assert lies(words, href) == host


def test_a_lying_link_shows_where_it_leads():
    told = read(html('<a href="http://attacker.example/x">https://<b>priyom</b>.example/login</a>'))
    assert "[attacker.example]" in told.html
    assert "html_link_lies" in told.notes
    assert "<http://attacker.example/x>" in told.text


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>тайна</div>", "<div style='color:red;DISPLAY : none !important'>тайна</div>", "<span hidden>тайна</span>", "<p style='font-size:0'>тайна</p>",
        "<p style='font-size:0px;line-height:0'>тайна</p>", "<p style='font-size:1px'>тайна</p>", "<p style='visibility:hidden'>тайна</p>", "<p style='opacity:0'>тайна</p>", "<p style='mso-hide:all'>тайна</p>",
        "<div style='max-height:0;overflow:hidden'>тайна</div>", "<p style='text-indent:-9999px'>тайна</p>", "<p style='color:#fff'>тайна</p>", "<font color=white>тайна</font>",
        "<p style='color:rgb(255,255,255)'>тайна</p>", "<div style='color:#FFFFFF'><b>тайна</b></div>", "<style>.h{display:none}</style><p class='a h'>тайна</p>", "<div style='display:none'><div><p>тайна",
        "<!-- тайна -->", "<noscript>тайна</noscript>", "<template>тайна</template>", "<select><option>тайна</select>", "<div style='position:absolute;left:-10000px'>тайна</div>",
        "<p style='transform: scale(0)'>тайна</p>", "<p style='transform:translateX(-9999px)'>тайна</p>", "<p style='position:absolute;left:-999px'>тайна</p>",
        "<p style='clip-path:inset(100%)'>тайна</p>", "<p style='clip:rect(0,0,0,0)'>тайна</p>", "<p style='clip:rect(1px 1px 1px 1px)'>тайна</p>", "<p style='filter:opacity(0%)'>тайна</p>",
        "<p style='color:transparent'>тайна</p>", "<p style='color:rgba(0,0,0,0)'>тайна</p>", "<p style='color:rgb(0 0 0 / 0)'>тайна</p>", "<p style='display:/**/none'>тайна</p>",
    ],
)  # fmt: skip
def test_what_nobody_would_see_is_not_shown(hidden):
    told = read(html(f"<p>слово</p>{hidden}"))
    assert "тайна" not in told.html + told.text
    assert "слово" in told.html


@pytest.mark.parametrize(
    "seen",
    [
        "<p style='font-size:10px'>видно</p>", "<p style='opacity:0.9'>видно</p>", "<p style='display:block'>видно</p>", "<td bgcolor=#005 style='color:#fff'>видно</td>",
        "<div style='background:#123'><p style='color:white'>видно</p></div>", "<style>@media print{.h{display:none}} .x{color:red}</style><p class=h>видно</p>", "<p style='color:#ff0000'>видно</p>",
        "<p style='font-size:100%'>видно</p>", "<p style='height:0'>видно</p>", "<p style='opacity:1'>видно</p>", "<p style='font-size:0.9em'>видно</p>", "<p style='font-size:1.0px0'>видно</p>",
        "<p style='transform:scale(0.5)'>видно</p>", "<p style='transform:translate(-20px)'>видно</p>", "<p style='margin-left:-100px'>видно</p>", "<p style='clip-path:inset(10%)'>видно</p>",
        "<p style='color:rgba(0,0,0,0.9)'>видно</p>", "<p style='color:rgb(10,20,0)'>видно</p>", "<p style='color:#000;border-color:transparent'>видно</p>", "<p style='filter:opacity(50%)'>видно</p>",
    ],
)  # fmt: skip
def test_what_everybody_sees_is_shown(seen):
    assert "видно" in read(html(seen)).text


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("раз<br>два<br/>три", "раз\nдва\nтри"), ("<p>раз</p><p>два</p>", "раз\n\nдва"), ("<div>раз</div><div>два</div>", "раз\nдва"),
        ("<div>раз</div><div><br></div><div>два</div>", "раз\n\nдва"), ("<p class=MsoNormal>раз</p><p class=MsoNormal>два</p>", "раз\nдва"),
        ("<ul><li>раз</li><li>два</li></ul>", "- раз\n- два"), ("<ol><li>раз<li>два</ol>", "1. раз\n2. два"), ("<ol start=5><li>раз</ol>", "5. раз"),
        ("<ul><li>раз<ul><li>два</ul><li>три</ul>", "- раз\n  - два\n- три"), ("<table><tr><td>a<td>b<tr><td>1<td>2</table>", "a | b\n1 | 2"),
        ("<table><tr><td><table><tr><td>внутри</td></tr></table></td></tr></table>", "внутри"), ("<table><tr><td><p>раз</p></td><td><p>два</p></td></tr></table>", "раз\n\nдва"),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"), ("<p>a   b\n c</p>", "a b c"), ("раз <b>два</b>, <i>три</i>", "раз два, три"), ("<b>раз</b> <i>два</i>", "раз два"),
        ("a&nbsp;b &lt;c&gt; &amp; &#1078; &laquo;x&raquo;", "a b <c> & ж «x»"), ("<h1>Тема</h1>текст", "Тема\n\nтекст"), ("раз<hr>два", f"раз\n{'-' * 20}\nдва"),
        ("x <img alt='схема' src=http://y> z", "x [схема] z"), ("давление <120 и >80", "давление <120 и >80"), ("если a<b то", "если a<b то"), ("<", "<"), ("a < b", "a < b"), ("</p>раз</div>", "раз"),
        ("<center><font color=red size=5>раз</font></center>", "раз"), ("<p>раз<p>два<p>три", "раз\n\nдва\n\nтри"), ("<o:p>раз</o:p>", "раз"), ("<a>раз</a>", "раз"), ("<wbr>раз", "раз"),
    ],
)  # fmt: skip
def test_html_reads_like_a_letter(source, lines):
    assert read(html(source)).text == lines


@pytest.mark.parametrize(
    "tag",
    [
        "script",
        "style",
        "iframe",
        "noscript",
        "title",
        "template",
        "select",
        "object",
        "textarea",
        "plaintext",
        "xmp",
        "svg",
        "math",
    ],
)
def test_an_element_that_never_ends_does_not_swallow_the_letter(tag):
    told = read(html(f"<p>раз</p><{tag}><p>два</p>"))
    assert "раз" in told.text
    assert "два" in told.text


def test_tables_keep_their_columns_and_lists_their_items():
    told = read(
        html(
            "<table><tr><th>код</th><td colspan=2>500</td></tr><tr><td></td><td>1</td><td>2</td></tr></table><ul><li>раз</ul>"
        )
    )
    assert (
        told.html
        == '<table><tbody><tr><th>код</th><td colspan="2">500</td></tr><tr><td></td><td>1</td><td>2</td></tr></tbody></table><ul><li>раз</li></ul>'
    )


def test_html_too_large_is_told_in_words_and_kept():
    told = read(mixed(part("просто"), part("<p>слово</p>" * 250_000, "text/html; charset=utf-8"), kind="alternative"))
    assert told.text == "просто"
    assert told.html == ""
    assert [file.note for file in told.files] == ["original_html"]
    alone = read(html("<p>слово</p>" * 250_000))
    assert alone.text.startswith("слово")
    assert alone.html == ""


def test_markup_too_deep_or_too_wide_keeps_its_words():
    deep = read(html("<div>" * 50_000 + "слово"))
    assert "слово" in deep.text
    assert deep.html.count("<div>") <= 200
    assert "html_too_deep" in deep.notes
    wide = read(html("<p " + " ".join(f"a{n}=1" for n in range(60_000)) + ">слово"))
    assert "<p>слово</p>" in wide.html
    assert "html_attributes" in wide.notes


NESTS = [
    "div",
    "p",
    "b",
    "i",
    "a",
    "span",
    "table",
    "tr",
    "td",
    "ul",
    "li",
    "blockquote",
    "pre",
    "form",
    "svg",
    "math",
    "style",
    "script",
    "template",
    "h1",
    "font",
    "o:p",
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [f"<{tag}>" for tag in NESTS]
            + [f"</{tag}>" for tag in NESTS]
            + ["слово", "<br>", "<img src=x>", "<!--", "-->", "<", ">", '"', "'", "&lt;", "<a href='", '<p style="']
        ),
        max_size=60,
    )
)
def test_nodes_are_always_balanced_and_safe(pieces):
    made = markup("".join(pieces))
    stack = []
    for node in made.nodes:
        if node.tag and node.ends:
            assert stack.pop() == node.tag
        elif node.tag and node.tag not in {"br", "hr", "img", "wbr"}:
            stack.append(node.tag)
    assert not stack
    shown = read(html("".join(pieces))).html
    assert not re.sub(r"[^<>]", "", ALLOWED_TAG.sub("", shown)), shown
