"""Files in and out: pure bytes and text on one side, domain values on the other; one module per format."""
