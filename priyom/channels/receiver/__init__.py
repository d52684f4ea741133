"""The receiver: an SMTP or LMTP server that does one thing, to keep what it is handed.

server      the conversation: limits, and where a letter really ends
doorkeeper  which recipients are ours
certificate what it encrypts with, when it has any
vault       one sealed row for one letter, committed before anybody says 250
running     the process

No Django here: the process must stay small, and nothing that a letter says is looked at (`channels/intake` does, later
and elsewhere), so no letter can stop it.
"""
