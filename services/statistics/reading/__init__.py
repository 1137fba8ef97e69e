"""Reading the numbers: roll-up and pending deltas together, so that they are exact at any moment.

A request for numbers is one read-only transaction of one snapshot (see uhis_portal/reach.py), so all that stands on a page
agrees with itself.
"""
