"""What was looked at and shown lately, for `%keras_quiet report`."""

import collections
from typing import Any, Deque, Iterator, NamedTuple, Tuple, Union

# So much there is of the end of a native text, in characters.
LONGEST = 2000
# So many texts and speakers there are.
MOST = 50


class Speaker(NamedTuple):
    """Who said something in Python that was shown: a way, a logger or a category, the file, and a record's level."""

    way: str
    who: str
    file: str
    level: str


class Recent:
    """The last native texts, and who else spoke; nothing of the user's is kept. Safe to use from any thread."""

    def __init__(self) -> None:
        self._shown: Deque[Union[str, Speaker]] = collections.deque(maxlen=MOST)

    def __iter__(self) -> Iterator[Union[str, Speaker]]:
        return iter(list(self._shown))

    def is_last(self, speaker: Tuple[Any, ...]) -> bool:
        """Whether a speaker said something just before: it may say more, perhaps thousands of times."""
        shown = self._shown
        return bool(shown) and shown[-1] == speaker

    def add_speaker(self, speaker: Tuple[Any, ...]) -> None:
        """Take note of who spoke, by the fields of `Speaker`, unless they spoke last."""
        if not self.is_last(speaker):
            self._shown.append(Speaker(*(each if type(each) is str else "" for each in speaker)))

    def add_text(self, text: str) -> None:
        """Take note of a native text."""
        self._shown.append(text[-LONGEST:])
