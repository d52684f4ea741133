"""May this be seen? This room finds and hides personal data before anything is kept. Where to look for what.

A text, on its way in (each step calls the next):
    actions     the door: `screen_text` and its kin; a masked text, or `NotNow` and nothing is kept
    guards      the children of this process, one for texts and one for files
    engine      asks a child in JSON lines, one question at a time; fails closed with `GuardFailed`
    guard_child the child itself, a program behind walls with the dictionaries loaded
    graph       all detectors over texts that belong together: spans in order, without overlaps
    detectors   what personal data look like: identifiers, names, addresses; knows neither files nor the database
    masking     puts a mask in the place of each span
    wording     whether the words around a value say already what it is; the words themselves are in `data`
    left_alone  what is found and stays readable, as `rules` (the decisions, as data) say
    markup      the same for sanitised HTML

A file, which comes in at once and is looked at later:
    accepted    what is never taken; `names`: how a file may be called
    quarantine  the one place where raw bytes lie, under seal
    screening   takes what waits there to the guard and writes down what became of it
    file_engine asks the child of files and sends the bytes along; `file_worker`: one process for one file
    files       the type of a file, who masks it, and the report (`Finding`, `FileReport`, `Refused`)
    pictures · documents · recordings
                the maskers: each package names its own in `MASKERS`
    by_hand · boxes
                what the author of a masked picture uncovers or covers besides
    previews    our own pictures of pages, drawn by `preview_child`; `handing`: how a file leaves
    sentences   why a file is not shown, and what to send instead

What is kept: kinds and places, never values.
    models      files and people of tickets; the other tables stand in the packages below
    labels      one person, one number, all through a ticket
    found       findings with the message that holds them, small texts, looks at files
    waiting     whether somebody waits for an answer, and for how long the guard may think

What people see and decide, each package with its views:
    hints       what will be hidden in a text that is still being written
    decided     the settings of the guard, its lists, and a box to try it in
    officer     the figures of the security officer
    rescreening what was kept before the guard stood is read once more
    retention   terms of keeping and acts of destruction; `perishing` names what the room itself keeps for a time
    subjects    requests of people about their own data; `subject_places` names where the room keeps any

Doors and what comes with the product: cli (`priyom mask`) · jobs · urls · apps · audit · checks ·
events · data.

Two names stand for two things each. A `Finding` of `engine` is a place in a text, one of `files` a place in a file.
`labels` of the room numbers people; `detectors/labels` reads the words beside a number.
"""
