"""Who says so: cues of speech, quotations, names, denials and doubts."""
