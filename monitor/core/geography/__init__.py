"""The places of a text: which names are places, and which place each one is."""
