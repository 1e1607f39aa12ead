"""Pure rules: bytes to claims, claims to decisions. No clock, file, socket, database or randomness."""
