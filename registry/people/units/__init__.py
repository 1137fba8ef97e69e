"""Which unit a family belongs to: asking for another, and units that hand their families over."""
