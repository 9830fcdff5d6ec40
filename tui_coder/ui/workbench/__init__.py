"""The parts of the workbench screen, by what a person does there."""
