"""Files that the worker makes: asked for, made in pieces that are kept as they come, taken away, forgotten after some days."""
