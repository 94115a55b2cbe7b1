"""A person's word on what the refusal judge decided: a queue to fill in, and the decisions back as evidence."""
