"""What the columnar executor does not hold: whoever asked takes the inference executor instead."""


class Beyond(Exception):
    """The program or its numbers do not fit into columns of exact whole numbers."""
