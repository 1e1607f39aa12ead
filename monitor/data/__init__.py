"""Data shipped with the package: lexicons by language, the gazetteer."""
