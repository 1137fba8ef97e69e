"""What this room puts on pages of other rooms."""
