"""The cut font: small, complete, variable, and not made twice."""

import unicodedata
from io import BytesIO

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from uhis_portal.assets import fonts
from uhis_portal.assets.catalogues import CatalogueFault, compile_catalogues

WHOLE_FONT = settings.BASE_DIR / "node_modules" / "@fontsource-variable" / "cairo" / "files"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    target = tmp_path_factory.mktemp("fonts")
    return {path.name: path.read_bytes() for path in fonts.build_fonts(WHOLE_FONT, target)}


def test_both_files_are_small_enough_for_a_slow_line(built):
    assert len(built["cairo-arabic.woff2"]) <= 24 * 1024
    assert len(built["cairo-latin.woff2"]) <= 15 * 1024


@pytest.mark.parametrize("cut", fonts.CUTS, ids=lambda cut: cut.name)
def test_every_wanted_character_and_both_weights_are_in_it(built, cut):
    font = TTFont(BytesIO(built[cut.name]))
    joiners = {character for character in cut.characters if unicodedata.category(chr(character)) == "Cf"}
    assert cut.characters - joiners - set(font.getBestCmap()) == set()
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [
        ("wght", 400, 700)
    ]


def test_arabic_letters_still_join_and_carry_their_marks(built):
    font = TTFont(BytesIO(built["cairo-arabic.woff2"]))
    shaping = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    placing = {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina", "rlig"} <= shaping
    assert "mark" in placing


def test_copyright_and_licence_stay_in_the_files(built):
    for file in built.values():
        names = TTFont(BytesIO(file))["name"]
        assert "Cairo Project Authors" in names.getDebugName(0)
        assert "OFL" in names.getDebugName(14)


def test_nothing_is_cut_again_until_something_changes(tmp_path, monkeypatch):
    assert len(fonts.build_fonts(WHOLE_FONT, tmp_path)) == 2
    assert fonts.build_fonts(WHOLE_FONT, tmp_path) == []
    (tmp_path / "cairo-latin.woff2").unlink()
    assert len(fonts.build_fonts(WHOLE_FONT, tmp_path)) == 2


def test_each_script_and_weight_is_a_face_of_its_own_for_print(tmp_path):
    made = {path.name: TTFont(path) for path in fonts.build_print_fonts(WHOLE_FONT, tmp_path)}
    assert {(font["name"].getDebugName(1), font["OS/2"].usWeightClass) for font in made.values()} == {
        (f"Cairo {script}", weight) for script in ("Arabic", "Latin") for weight in (400, 700)
    }
    assert all("fvar" not in font and "OFL" in font["name"].getDebugName(14) for font in made.values())
    assert fonts.build_print_fonts(WHOLE_FONT, tmp_path) == []


def test_a_missing_package_says_what_to_run(tmp_path):
    with pytest.raises(fonts.FontMissing, match="npm ci"):
        fonts.build_fonts(tmp_path, tmp_path / "out")


SIX_FORMS = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : '
    'n%100>=11 && n%100<=99 ? 4 : 5;\\n"\n\n'
    'msgid "%(n)s bed"\nmsgid_plural "%(n)s beds"\n'
    + "".join(f'msgstr[{form}] "form {form}"\n' for form in range(6))
)


def catalogue(tmp_path, text):
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "django.po").write_text(text)
    return folder


def test_compiled_catalogues_keep_the_six_arabic_forms_in_order(tmp_path):
    import gettext

    folder = catalogue(tmp_path, SIX_FORMS)
    assert compile_catalogues(tmp_path) == [folder / "django.mo"]
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    shown = [compiled.ngettext("%(n)s bed", "%(n)s beds", n) for n in (0, 1, 2, 3, 11, 100, 102, 103, 111)]
    assert shown == [f"form {form}" for form in (0, 1, 2, 3, 4, 5, 5, 3, 4)]
    assert compile_catalogues(tmp_path) == []


def test_a_catalogue_without_plural_forms_is_refused(tmp_path):
    catalogue(tmp_path, 'msgid "a"\nmsgstr "b"\n')
    with pytest.raises(CatalogueFault, match="Plural-Forms"):
        compile_catalogues(tmp_path)
