"""What must not lose work, tried by force: killed writers, power cuts, a crashing database server, wrong clocks.

The tests here try each a few times; `python -m tests.faults` as often as is promised, and prints a table.
"""
