"""Numbers and rows as files: what each kind of file holds. How files are made is in uhis_portal/files/exports."""
