"""The reviewers: the queue, one application with all that speaks for and against it, the decision."""
