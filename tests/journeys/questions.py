"""The questions as users really ask them, and the hospitals they come from."""

import json
import warnings
from dataclasses import dataclass
from pathlib import Path

from priyom.people.models import Membership, Organisation, Region, Role, User

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "questions.jsonl"
OWN = ROOT / "tests" / "samples" / "questions.jsonl"

KINDS = {
    "error": "incident", "consultation": "question", "development": "change_request", "gratitude": "gratitude",
    "service_request": "service_request",
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One question as it was asked, with what a person said it is about."""

    id: str
    text: str
    topic: str
    kind: str
    questions: int


def all_questions():
    """Return every question: the real ones where they lie, else our own samples, which is said in the output."""
    path = REAL if REAL.exists() else OWN
    if path is OWN:
        warnings.warn(f"{REAL} is not here: the journey takes our own samples", stacklevel=2)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Question(
            row["id"],
            row["text"],
            row.get("topic", ""),
            KINDS.get(row.get("type"), "incident"),
            row.get("n_questions", 1),
        )
        for row in rows
    ]


def settle(cast, *, regions=2, hospitals=4, people=2):
    """Build hospitals in several regions and return who asks from there."""
    asking = []
    for r in range(regions):
        region = Region.objects.create(code=f"land{r}", name=f"Край {r}", timezone="Europe/Moscow")
        for h in range(hospitals):
            place = Organisation.objects.create(
                code=f"land{r}-hospital{h}", kind=Organisation.Kind.HOSPITAL, region=region,
                name=f"ГБУЗ «Больница {h} края {r}»", short_name=f"Больница {h}, край {r}",
            )  # fmt: skip
            for p in range(people):
                login = f"doctor-{r}-{h}-{p}"
                user = User.objects.create_user(
                    login, f"{login}@hospital.example", last_name=f"Врач{p}", first_name="Вера", organisation=place
                )
                Membership.objects.create(user=user, organisation=place, role=Role.REQUESTER)
                asking.append(user)
    return asking
