"""Columns of a file of services, as the units head their lists on paper."""

from django.utils.translation import gettext_lazy as _

from uhis_portal.files.columns import Column, Kind

# fmt: off
COLUMNS = (
    Column("day", ar="يوم الخدمة", en="Day of service", required=True, kind=Kind.DAY, example="2026-04-01",
           also=("اليوم", "التاريخ", "تاريخ الخدمة", "تاريخ الزيارة", "day", "date", "date of service", "service date"),
           hint=_("As 2026-04-01, 1/4/2026 or 1 April 2026.")),
    Column("patient", ar="الرقم القومي أو كود المنتفع", en="National ID number or member's code", kind=Kind.CODE,
           also=("الرقم القومي", "كود المنتفع", "رقم المنتفع", "رقم البطاقة", "national id", "national id number", "nid",
                 "member code", "beneficiary code"),
           example="28503012900017", hint=_("14 digits, or the code on the card; empty for who is not registered.")),
    Column("patient_kind", ar="غير مسجل أو زائر", en="Not registered or visitor",
           also=("صفة المريض", "نوع المريض", "حالة التسجيل", "patient kind", "kind of patient"),
           hint=_("Only where there is no number: not registered, or visitor.")),
    Column("patient_name", ar="اسم المريض", en="Patient's name",
           also=("الاسم", "اسم المنتفع", "name", "patient name"),
           hint=_("Kept of those who are not registered; may be left empty.")),
    Column("service_type", ar="نوع الخدمة", en="Kind of service", required=True, example="PHC-LAB",
           also=("الخدمة", "كود الخدمة", "رمز الخدمة", "service", "service code", "service type"),
           hint=_("Its code, its name in either language, or enough words of the name.")),
    Column("quantity", ar="العدد", en="Quantity", kind=Kind.WHOLE, also=("الكمية", "عدد", "number", "count"),
           hint=_("1 to 100; if left empty: 1.")),
    Column("department", ar="القسم", en="Department", also=("العيادة", "clinic"),
           hint=_("A department of your facility, by its name.")),
    Column("diagnosis", ar="كود التشخيص ICD-10", en="ICD-10 code", kind=Kind.CODE,
           also=("التشخيص", "كود التشخيص", "رمز التشخيص", "icd", "icd10", "diagnosis", "diagnosis code"), example="J45.9"),
    Column("visit", ar="رقم الزيارة", en="Visit number", kind=Kind.CODE,
           also=("رقم الكشف", "رقم التذكرة", "visit", "visit no", "ticket number"),
           hint=_("As it stands on paper. Rows with the same number, day and person are one visit.")),
)
# fmt: on
