"""What a process of ours says when it ends: the numbers that shells and service managers know."""

FAILED, MISUSED, INTERRUPTED = 1, 2, 130
