"""A made-up governorate of Luxor's size: 1.2 million people and 14.5 million services since October 2019, or fewer of the
same shape. `Databases` makes them for benches; `python -m tests.benches.luxor` makes one to look at.
"""

from tests.benches.luxor.filling import Databases, NoRoom, coming, database_of, fill, room_needed
from tests.benches.luxor.shape import WHOLE

__all__ = ["WHOLE", "Databases", "NoRoom", "coming", "database_of", "fill", "room_needed"]
