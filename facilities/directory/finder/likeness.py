"""How likely one word is meant by another: by letters and sounds within a script, by sounds between the two."""

from __future__ import annotations

from rapidfuzz.distance import OSA, LCSseq

from facilities.directory.finder.keyboards import SIDE_BY_SIDE
from facilities.directory.finder.sounds import is_arabic, key_of, skeleton_of, sound_of

KEY_BESIDE = 0.6  # a letter whose key lies beside the right one, against any other wrong letter
FEW_BONES = 0.9  # two consonants are alike in too many words of the other script
ACROSS = 0.95  # the other script, against the same
IN_ARABIC, IN_LATIN = (0.5, 0.3, 0.2), (0.3, 0.4, 0.3)  # shares of letters, sounds, consonants
BETWEEN = (0.45, 0.4, 0.15)  # shares of sounds that are in both, consonants, all sounds

similar = OSA.normalized_similarity
common = LCSseq.similarity


class Spelled:
    """A comparable word with what is compared of it."""

    __slots__ = ("arabic", "bones", "key", "sound", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.arabic = is_arabic(text)
        self.sound = sound_of(text)
        self.bones = skeleton_of(self.sound)
        self.key = key_of(self.bones)


def likeness(typed: Spelled, meant: Spelled) -> float:
    """From 0 to 1, which only the same word reaches."""
    if typed.arabic is meant.arabic:
        letters = similar(typed.text, meant.text)
        sounds = similar(typed.sound, meant.sound)
        if typed.bones == meant.bones:
            bones = 1.0 if typed.bones else sounds
        else:
            bones = similar(typed.bones, meant.bones) if typed.bones and meant.bones else sounds
        if len(typed.text) == len(meant.text) and one_key_beside(typed.text, meant.text):
            letters = bones = 1 - KEY_BESIDE / len(meant.text)
        of_letters, of_sounds, of_bones = IN_ARABIC if typed.arabic else IN_LATIN
        return of_letters * letters + of_sounds * sounds + of_bones * bones
    arabic, latin = (typed, meant) if typed.arabic else (meant, typed)
    whole = similar(arabic.sound, latin.sound)
    if not arabic.bones or not latin.bones:
        return FEW_BONES * whole
    of_common, of_bones, of_whole = BETWEEN
    found = ACROSS * (
        of_common * common(arabic.sound, latin.sound) / len(arabic.sound)
        + of_bones * similar(arabic.bones, latin.bones)
        + of_whole * whole
    )
    return found if len(arabic.bones) > 2 or whole == 1 else found * FEW_BONES


def one_key_beside(typed: str, meant: str) -> bool:
    """Whether two words of one length differ in one letter only, whose keys lie side by side."""
    differing = None
    for pair in zip(typed, meant, strict=True):
        if pair[0] != pair[1]:
            if differing is not None:
                return False
            differing = pair
    return differing in SIDE_BY_SIDE
