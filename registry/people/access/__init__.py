"""The doors to a family's file: at home by a printed code, at a counter by a clerk who saw the card."""
