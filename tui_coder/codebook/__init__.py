"""Reference data, never patient data: official code sets, read once into read-only files and searched there.

`build` makes the files, `catalog.CodeBook` answers from them. One release of one system is one manifest in
`codesets/` and one SQLite file in the cache folder.
"""
