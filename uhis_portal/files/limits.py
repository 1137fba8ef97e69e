"""How much of a file is taken. People are told these before they send one."""

from datetime import timedelta

MEGABYTE = 1024 * 1024
LARGEST_FILE = 50 * MEGABYTE
LARGEST_UNPACKED = 300 * MEGABYTE  # what a workbook may grow to when it is unpacked
LARGEST_TEXTS = 64 * MEGABYTE  # a workbook's table of shared texts, which is held while it is read
MOST_MEMBERS = 2000  # files inside a workbook
MOST_ROWS = 500_000
MOST_COLUMNS = 200
MOST_MERGED = 500  # merged ranges of one sheet
LONGEST_CELL = 32_767  # characters, as in Excel
HEADINGS_WITHIN = 10  # rows at the top in which the headings are looked for

PART = MEGABYTE  # bytes of the upload in one stored row
BLOCK_ROWS = 500  # rows in one stored block
BLOCK_LENGTH = 256 * 1024  # characters of a block beyond which the next one begins

LARGEST_PICTURE = 10 * MEGABYTE

OPEN_AT_ONCE = 10  # imports of one account that are not finished
KEPT = timedelta(days=14)  # how long the rows of a finished import can be looked at

EXPORTS_UNDER_WAY = 5  # files of one account that are being made
EXPORTS_KEPT = 50  # files of one account that are ready and kept
