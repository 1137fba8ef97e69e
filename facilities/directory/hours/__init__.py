"""Opening hours: rules on plain values, their text form, the calendar they depend on, and the doors to them."""
