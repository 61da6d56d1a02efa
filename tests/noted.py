"""The notes of a result as one text, to look for words in."""


def notes_of(result):
    return "\n".join(note.en for note in result.notes)
