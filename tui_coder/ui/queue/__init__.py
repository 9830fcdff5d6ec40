"""The parts of the queue screen, by what a person does there."""
