"""The one table: who is told of what, in which group of preferences, and whether by letter."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from priyom.channels import audiences
from priyom.channels.audiences import Audience
from priyom.channels.models import Preference

NOW, DIGEST, OFF = Preference.Letters.NOW, Preference.Letters.DIGEST, Preference.Letters.OFF


@dataclass(frozen=True)
class Group:
    """Facts that people switch on and off together, with what holds until they do."""

    name: object
    explained: object
    letters: str
    at_desk: bool  # offered to people of the desk only
    in_app: bool = True


GROUPS: dict[str, Group] = {
    "mine": Group(_("My requests"), _("Received, answered, waiting for you, solved"), NOW, at_desk=False),
    "followed": Group(_("Requests that I follow"), _("Answers and solutions where you joined"), NOW, at_desk=False),
    "work": Group(_("My work"), _("Given to you, answered by the requester, opened again"), DIGEST, at_desk=True),
    # The queue itself shows what is new; a bell for every ticket of sixty colleagues would be heard by nobody.
    "team": Group(_("My team"), _("New tickets that nobody has yet"), OFF, at_desk=True, in_app=False),
    "alarm": Group(_("Alarm"), _("A new critical ticket of my team"), OFF, at_desk=True),
    "critical": Group(
        _("Critical incidents"), _("Confirmed at your desk, in your hospital or region"), NOW, at_desk=False
    ),
    "ladder": Group(
        _("Requests that stand with me"),
        _("New in your hospital or region, passed up, beyond their time"),
        DIGEST,
        at_desk=False,
    ),
    "morning": Group(
        _("The morning"), _("Once a day at nine: asked for advice, stands with you, decided"), NOW, at_desk=False
    ),
    "called": Group(_("Called by name"), _("Mentions and reminders"), NOW, at_desk=True),
    "thanks": Group(_("Thanks and ratings"), _("What requesters say of a solution"), OFF, at_desk=True),
    "doors": Group(_("Newcomers"), _("Somebody of your hospital asks to be let in"), OFF, at_desk=False),
    "house": Group(_("Trouble with sending"), _("A letter could not be delivered"), OFF, at_desk=True),
}


@dataclass(frozen=True)
class Tell:
    """Whom a kind of event is told, under which group, with which text; ``sentence`` is what the bell says."""

    audience: Audience
    group: str
    sentence: object
    letter: str = ""  # the name of the letter's text; empty: only the bell
    bell: bool = True  # False: only the letter
    except_actor: bool = True


TELL: dict[str, tuple[Tell, ...]] = {
    "ticket.opened": (
        Tell(audiences.requester, "mine", _("We have your request"), "received", bell=False, except_actor=False),
        Tell(audiences.rung_holders, "ladder", _("A new request stands with you"), "stands"),
        Tell(audiences.team_in_alarm, "alarm", _("A new ticket for the team")),
        Tell(audiences.team, "team", _("A new ticket for the team")),
    ),
    "ticket.critical_proposed": (Tell(audiences.on_duty, "alarm", _("It looks critical: confirm, or say no")),),
    "ticket.critical_confirmed": (
        Tell(audiences.requester, "mine", _("Your request was recognised as critical"), "critical_yours"),
        Tell(audiences.on_duty, "critical", _("Critical incident"), "critical"),
        Tell(audiences.keepers_of_ticket, "critical", _("Critical incident"), "critical"),
    ),
    "ticket.critical_withdrawn": (
        Tell(audiences.on_duty, "critical", _("No longer a critical incident")),
        Tell(audiences.keepers_of_ticket, "critical", _("No longer a critical incident")),
    ),
    "ticket.news_owed": (
        Tell(audiences.owner_or_team, "critical", _("News of a critical incident are owed"), except_actor=False),
    ),
    "ticket.advised": (
        Tell(audiences.requester, "mine", _("There is advice: did it help?"), "advised"),
        Tell(audiences.watchers, "followed", _("There is advice"), "advised"),
    ),
    "ticket.advice_failed": (Tell(audiences.rung_holders, "ladder", _("The advice did not help")),),
    "ticket.passed_up": (
        Tell(audiences.requester, "mine", _("Your request was passed on")),
        Tell(audiences.rung_holders, "ladder", _("A request was passed up to you"), "stands"),
    ),
    "ticket.rung_overdue": (
        Tell(audiences.rung_holders, "ladder", _("A request waits for you beyond its time"), "stands"),
    ),
    "ticket.arrived": (
        Tell(audiences.team_in_alarm, "alarm", _("A new ticket for the team")),
        Tell(audiences.team, "team", _("A new ticket for the team")),
    ),
    "ticket.replied": (
        Tell(audiences.requester, "mine", _("There is an answer"), "answered"),
        Tell(audiences.watchers, "followed", _("There is an answer"), "answered"),
    ),
    "ticket.news_sent": (
        Tell(audiences.requester, "mine", _("Where your request stands"), "answered"),
        Tell(audiences.watchers, "followed", _("Where the request stands"), "answered"),
    ),
    "ticket.resolved": (
        Tell(audiences.requester, "mine", _("Solved? Please confirm"), "solved"),
        Tell(audiences.earlier_hands, "work", _("Solved: you had it and passed it on")),
        Tell(audiences.watchers, "followed", _("Solved"), "solved"),
    ),
    "ticket.file_refused": (
        Tell(audiences.sender_of_file, "mine", _("A file could not be shown"), "file_refused"),
        Tell(audiences.owner_or_team, "work", _("A file could not be checked: the sender is asked for another")),
    ),
    "ticket.hidden_told": (
        Tell(audiences.sender_of_file, "mine", _("Personal data were hidden"), "hidden", bell=False),
    ),
    "ticket.text_held": (
        Tell(audiences.sender_of_file, "mine", _("Your text could not be checked yet; it is kept sealed"), "text_held"),
        Tell(audiences.owner_or_team, "work", _("A text could not be checked yet: ask who wrote it"), "text_held"),
        Tell(audiences.administrators, "house", _("A text could not be checked: does the guard work?")),
    ),
    "ticket.text_lost": (
        Tell(audiences.sender_of_file, "mine", _("Your text was not kept: please write it again"), "text_lost"),
        Tell(audiences.owner_or_team, "work", _("A text was not kept: its author is asked for it again")),
    ),
    "ticket.requester_reminded": (
        Tell(audiences.requester, "mine", _("We are waiting for your answer"), "reminded", except_actor=False),
    ),
    "ticket.closed": (Tell(audiences.requester, "mine", _("Closed")),),
    "ticket.merged": (Tell(audiences.requester_and_watchers, "mine", _("Merged with another request"), "merged"),),
    "ticket.split": (Tell(audiences.requester, "mine", _("Divided into several requests"), "divided"),),
    "ticket.change_requested": (Tell(audiences.requester, "mine", _("A change was proposed"), "answered"),),
    "ticket.commented": (
        Tell(audiences.owner_or_team, "work", _("The requester wrote"), "commented"),
        Tell(audiences.rung_holders, "ladder", _("There is more in a request that stands with you"), "commented"),
        Tell(audiences.requester_below_us, "mine", _("There is an answer"), "answered"),
    ),
    "ticket.reopened": (Tell(audiences.owner_or_team, "work", _("Opened again"), "reopened"),),
    "ticket.assigned": (Tell(audiences.new_owner, "work", _("Given to you"), "assigned"),),
    "ticket.handed_over": (Tell(audiences.new_owner, "work", _("Handed over to you"), "assigned"),),
    "ticket.transferred": (Tell(audiences.team, "team", _("Passed to your team")),),
    "consult.asked": (Tell(audiences.advisers, "work", _("You are asked for advice")),),
    "consult.handed_over": (Tell(audiences.advisers, "work", _("You are asked for advice")),),
    "consult.returned": (Tell(audiences.advisers, "work", _("Your advice came back: something is missing")),),
    "consult.said": (Tell(audiences.both_of_consult, "work", _("There is more in a thread of advice")),),
    "consult.answered": (Tell(audiences.seekers, "work", _("The advice has come")),),
    "consult.accepted": (Tell(audiences.advisers, "thanks", _("Your advice was accepted")),),
    "consult.overdue": (Tell(audiences.both_of_consult, "work", _("Advice is overdue")),),
    "external.ticket_answered": (Tell(audiences.owner_or_team, "work", _("The outside party has answered")),),
    "external.follow_up": (Tell(audiences.actor, "called", _("Ask the outside party again"), except_actor=False),),
    "ticket.noted": (Tell(audiences.owner_and_desk_watchers, "work", _("A colleague left a note")),),
    "ticket.mentioned": (Tell(audiences.mentioned, "called", _("You were called by name"), "mentioned"),),
    "ticket.reminder_due": (
        Tell(audiences.actor, "called", _("You asked to be reminded"), "reminder", except_actor=False),
    ),
    "person.morning": (
        Tell(audiences.subject_person, "morning", _("What waits for you"), "morning", except_actor=False),
    ),
    "clock.digest": (Tell(audiences.subject_person, "work", _("Due times come near"), except_actor=False),),
    "ticket.confirmed": (Tell(audiences.owner_and_desk_watchers, "thanks", _("The solution was confirmed")),),
    "user.registered": (Tell(audiences.keepers, "doors", _("Somebody asks to be let in")),),
    "feedback.given": (Tell(audiences.owner_and_desk_watchers, "thanks", _("The solution was rated")),),
    "file.refused": (Tell(audiences.sender_of_unsent_file, "mine", _("A file could not be shown")),),
    "guard.box_asked": (Tell(audiences.permitters, "called", _("May a number on a picture be uncovered?")),),
    "guard.box_permitted": (Tell(audiences.subject_person, "mine", _("The number on your picture is uncovered")),),
    "guard.box_kept": (Tell(audiences.subject_person, "mine", _("The number on your picture stays covered")),),
    "export.ready": (Tell(audiences.actor, "called", _("Your file is ready"), except_actor=False),),
    "export.failed": (Tell(audiences.actor, "called", _("Your file could not be made"), except_actor=False),),
    "webhook.failing": (Tell(audiences.administrators, "house", _("A webhook takes nothing any more")),),
    "letters.held": (Tell(audiences.administrators, "house", _("Letters wait for you")),),
    "letters.flood": (Tell(audiences.administrators, "house", _("One sender writes more than a person can")),),
    "delivery.failed": (
        Tell(audiences.owner_of_undelivered, "work", _("A letter of ours came back: the address takes none")),
        Tell(
            audiences.administrators_of_dead_address, "house", _("A letter of ours came back: the address takes none")
        ),
    ),
    "mailbox.failed": (Tell(audiences.administrators, "house", _("A mailbox cannot be read")),),
    "mailbox.letter_too_large": (Tell(audiences.administrators, "house", _("A letter is too large to be taken in")),),
}
