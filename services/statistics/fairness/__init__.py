"""Fairness: how units, beds and ways are spread over people, where a unit is missing, and how ready the next governorates are.

Only what is known is reckoned with. A governorate without facilities in the directory has no ratio; a position known to
the village or the town makes no exact distance; the population of a district is not known at all.
"""
