"""The achievements report of a governorate and a period: a draft with living numbers, and what was published of it.

What is published are the numbers of the draft that was read, as one snapshot showed them. Numbers become words and tables
in `writing`, once for the page and for the PDF.
"""
