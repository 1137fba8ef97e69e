"""The finder: one copy of the directory in each process, searched by words, by place and by what a facility gives."""
