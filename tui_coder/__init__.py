"""tui-coder: a terminal workstation for professional medical coders."""

__version__ = "0.1.0"
