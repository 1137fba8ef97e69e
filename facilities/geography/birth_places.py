"""Places of birth by the two digits that a national ID holds (its digits 8 and 9): 27 governorates and abroad."""

from pathlib import Path

from uhis_portal.reference import rows_of

GOVERNORATES = Path(__file__).parent / "data" / "governorates.csv"

# Code → {"ar": …, "en": …}. It says where a person was born, never where they live.
BIRTH_PLACES: dict[str, dict[str, str]] = {
    row["nid_gov_code"]: {"ar": row["name_ar"], "en": row["name_en"]} for row in rows_of(GOVERNORATES)
}
