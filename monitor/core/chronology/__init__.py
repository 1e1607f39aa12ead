"""When something happened, where the text says so."""
