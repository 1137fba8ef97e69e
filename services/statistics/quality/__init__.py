"""How far what facilities write down can be relied on: complete, in time, without leaps, each person once."""
