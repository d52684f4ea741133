"""May this person do this to that: the questions that need more than a capability."""

from priyom.people.models import Organisation, User
from priyom.people.queries import reach_of


def may_see_organisation(user: User, organisation: Organisation) -> bool:
    """Say whether the organisation's card is within the person's reach, or is the person's own."""
    reach = reach_of(user)
    return (
        reach.covers(region_id=organisation.region_id, organisation_id=organisation.pk)
        or organisation.pk in reach.card_organisation_ids
    )


def may_manage_people_of(user: User, organisation: Organisation) -> bool:
    """Say whether the person may invite and approve people of the organisation."""
    if user.may("people.manage"):
        return True
    reach = reach_of(user)
    return user.may("people.approve") and reach.covers(
        region_id=organisation.region_id, organisation_id=organisation.pk
    )
