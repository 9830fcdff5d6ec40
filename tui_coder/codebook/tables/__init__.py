"""Reference tables beside the code systems: each loaded or shipped as a whole, in a file of its own."""
