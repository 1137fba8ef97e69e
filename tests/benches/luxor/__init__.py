"""A made-up governorate of Luxor's size: 1.2 million people and 14.5 million services since October 2019, or fewer of the
same shape. `database_of` makes one for a bench; `python -m tests.benches.luxor` makes one to look at.
"""

from tests.benches.luxor.filling import NoRoom, coming, database_of, fill, room_needed
from tests.benches.luxor.shape import WHOLE

__all__ = ["WHOLE", "NoRoom", "coming", "database_of", "fill", "room_needed"]
