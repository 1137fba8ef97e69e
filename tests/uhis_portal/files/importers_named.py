"""The importers of the tests by kind, as the setting IMPORTERS names them."""

NAMED = {
    "accounts": "tests.uhis_portal.files.importers.AccountImporter",
    "many": "tests.uhis_portal.files.importers.ManyAccountsImporter",
    "broken": "tests.uhis_portal.files.importers.BrokenImporter",
}
