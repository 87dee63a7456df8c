"""Takes known noise out of notebooks that are stored.

`notebook` takes the bytes of a file and returns what remains. For that `streams` puts the text of a cell together,
`noise` finds what goes, and `judge` asks the rules; `outputs` and `json_text` cut it out. `files` reads and writes.
"""
