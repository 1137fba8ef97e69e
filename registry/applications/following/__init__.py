"""Following an application by its reference number alone, from any device."""
