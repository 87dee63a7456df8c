"""Text that somebody else wrote: a folder's name, a file's content, an interpreter's answer, a dead kernel's last line.

Each part of it that stands in a notice, a log line or an error of ours goes through `one_line`.
"""

# Of a whole notice, log line or line of an error; and of one word in it. In characters.
LONGEST_LINE = 1000
LONGEST_WORD = 40


def one_line(text: object, longest: int = LONGEST_LINE) -> str:
    """Return a text as one line that forges nothing: no line ends, no codes for terminals, no hidden directions.

    What cannot be printed is a question mark: control and format characters (bidirectional ones too), line and
    paragraph separators, halves of surrogate pairs. Every kind of space is a plain one.
    """
    whole = str(text)
    line = "".join(map(_harmless, whole[:longest]))
    return line if len(whole) <= longest else line + "…"


def one_word(text: object) -> str:
    """Return a word of somebody else's for the middle of a sentence."""
    return one_line(text, LONGEST_WORD)


def _harmless(character: str) -> str:
    if character.isprintable():
        return character
    # str.isspace alone would take line ends and separators too.
    return " " if character == "\t" or (character.isspace() and len(("x%sx" % character).splitlines()) == 1) else "?"
