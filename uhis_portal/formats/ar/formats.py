"""Numbers and dates as Egypt writes them: 1,366,797 · 12.5 · 1 أبريل 2026; Latin digits; the week starts on Saturday.

Months are printed with E: Django's own Arabic catalogue gives "إبريل" for F and "أبريل" for E.
"""

DATE_FORMAT = "j E Y"
TIME_FORMAT = "g:i a"
DATETIME_FORMAT = "j E Y، g:i a"
YEAR_MONTH_FORMAT = "E Y"
MONTH_DAY_FORMAT = "j E"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y g:i a"
FIRST_DAY_OF_WEEK = 6  # Sunday is 0

DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
