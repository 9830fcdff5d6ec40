"""The alphabetic indexes: from a main term and its subterms to the code that is then looked up in the list (R7)."""
