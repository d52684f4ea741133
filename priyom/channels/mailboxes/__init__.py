"""Mailboxes on IMAP servers that letters are fetched from.

words     what can go wrong, as codes and as sentences
folder    a conversation with a server: one folder, raw octets, every failure one of those codes
polling   fetch, keep, commit, and only then mark; how far a folder has been read is remembered by UID
trying    the «test» button
actions   adding, changing, removing; pages and the command call these
"""
