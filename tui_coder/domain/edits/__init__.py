"""The edits: what the rules say of a case. `families.check` asks them all; importing one list loads no others."""
