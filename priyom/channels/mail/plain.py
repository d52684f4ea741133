"""Plain text parts: lines that were broken on the way put together again (RFC 3676), nothing else."""

_MARKS = ">"


def unflowed(text: str, parameters: dict[str, str]) -> str:
    """Return the text with its soft line breaks undone where the sender says that there are some."""
    if parameters.get("format", "").strip().lower() != "flowed":
        return text
    without_blank = parameters.get("delsp", "").strip().lower() == "yes"
    made: list[str] = []
    open_depth = -1  # of the paragraph that goes on, −1 when none does
    for line in text.replace("\r\n", "\n").split("\n"):
        depth = len(line) - len(line.lstrip(_MARKS))
        words = line[depth:].removeprefix(" ")
        goes_on = words.endswith(" ") and words != "-- "
        if goes_on and without_blank:
            words = words[:-1]
        if open_depth == depth and words != "-- ":
            made.append(words)
        else:
            made.append(("\n" if made else "") + _MARKS * depth + (" " if depth else "") + words)
        open_depth = depth if goes_on else -1
    return "".join(made)
