"""Whatever stands in a header: our readers of it neither fail nor believe it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from priyom.channels.addresses import Marks
from priyom.channels.identity import number_in
from priyom.channels.likeness import is_disguised, resembles, spellings
from priyom.channels.trust import Verdict, read, verdict_on

MARKS = Marks("desk.example", "support+{token}@desk.example", ("secret",))
NEARLY = st.one_of(
    st.text(),
    st.builds(lambda token: f"<{token}@desk.example>", st.text("0123456789abcdef.<>@ \u0661", max_size=80)),
    st.builds(lambda token: f"support+{token}@desk.example", st.text("0123456789abcdef.b@ \u0661", max_size=80)),
)
RESULTS = st.text('mx.desk.example; =()\\"dmarcpssfil \r\n', max_size=300)


@settings(max_examples=400, deadline=None)
@given(NEARLY)
def test_no_text_is_taken_for_signed(text):
    for claim in (MARKS.read_message_id(text), MARKS.read_reply_address(text)):
        assert claim is None or not claim.signed
    assert MARKS.read_return_path(text) is None


@settings(max_examples=400, deadline=None)
@given(NEARLY)
def test_no_address_breaks_the_comparison_of_addresses(text):
    assert text.lower() not in resembles(text)
    same = spellings(text)
    assert not (is_disguised(text) and same)
    assert all(one.count("@") == 1 for one in same)
    number = number_in(text)
    assert number is None or number >= 0


@settings(max_examples=400, deadline=None)
@given(st.lists(RESULTS, max_size=4))
def test_results_that_are_not_at_the_top_in_our_name_never_pass(results):
    found = verdict_on(results, server="mx.desk.example", is_trusted_way=True, domain="clinic.example")
    if found == Verdict.PASS:
        assert read(results[0]).server == "mx.desk.example"
    assert verdict_on(results, server="", is_trusted_way=True, domain="clinic.example") != Verdict.PASS
    assert verdict_on(results, server="mx.desk.example", is_trusted_way=False, domain="c.example") != Verdict.PASS
