import tomllib

from priyom.desk.actions.topics import FILE, load_shipped_topics
from priyom.desk.models import Topic, TopicField
from priyom.desk.rules.routing import guess_topic
from priyom.people.models import Team


def test_every_shipped_topic_is_loaded_with_its_questions(db):
    shipped = tomllib.loads(FILE.read_text())["topic"]

    load_shipped_topics()

    assert Topic.objects.filter(parent=None).count() == len(shipped)
    assert Topic.objects.exclude(parent=None).count() == sum(len(each.get("child", [])) for each in shipped)
    emd = Topic.objects.get(code="emd")
    assert [field.code for field in emd.fields.all()] == [
        each.get("code") or each["use"] for each in shipped[0]["field"]
    ]
    assert TopicField.objects.filter(topic=emd, sets="impact", expected=True).exists()
    assert Topic.objects.get(code="emd.service").asks[0] == "sent_at"


def test_loading_again_changes_nothing(db):
    load_shipped_topics()
    before = list(TopicField.objects.order_by("topic__code", "position").values_list("topic__code", "code", "label"))

    assert load_shipped_topics() == 0
    assert (
        list(TopicField.objects.order_by("topic__code", "position").values_list("topic__code", "code", "label"))
        == before
    )


def test_what_an_administrator_edited_stays(db):
    load_shipped_topics()
    Topic.objects.filter(code="emd").update(name="Электронные документы")
    TopicField.objects.filter(topic__code="edo", code="edo_status").update(label="Что пишет оператор?")
    TopicField.objects.filter(topic__code="mdlp").first().delete()
    count = TopicField.objects.filter(topic__code="mdlp").count()

    load_shipped_topics()

    assert Topic.objects.get(code="emd").name == "Электронные документы"
    assert TopicField.objects.get(topic__code="edo", code="edo_status").label == "Что пишет оператор?"
    assert TopicField.objects.filter(topic__code="mdlp").count() == count


def test_teams_that_came_later_get_their_topics(db):
    load_shipped_topics()
    line = Team.objects.create(code="line1", name="Первая линия", level=1)

    load_shipped_topics()

    assert Topic.objects.get(code="emd").team == line
    assert Topic.objects.get(code="emd.patient").team == line


def test_a_decisive_error_code_outweighs_common_words(db):
    load_shipped_topics()
    topics = Topic.objects.order_by("code")
    assert guess_topic("Выписной эпикриз вернулся: PATIENT_MPI_MISMATCH", topics).code == "emd.patient"
    assert guess_topic("Выписной эпикриз вернулся", topics).code == "clinic.epicrisis"
    assert guess_topic("Организация не привязана к РМИС, VALIDATION_ERROR", topics).code == "integr.frmo"
