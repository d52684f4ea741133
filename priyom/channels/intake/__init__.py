"""What becomes of letters that came.

taking       octets → one sealed row (the receiver does the same without Django)
fingerprint  what makes two deliveries the same letter; pure
filing       the worker's part: claim a row, have it read by a child, decide, file it in one transaction
outcomes     the ways a letter can be filed, each a few lines on actions of the desk
flood        when one sender writes more than a person can
lanes        the worker's threads for filing
holding      what waits for an administrator: warnings, «process again», «reject», and the end after fourteen days
journal      what became of letters, for the page and the API
"""
