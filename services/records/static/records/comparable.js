// Text made comparable, as uhis_portal/arabic.py makes it: two spellings of one name are the same string.
window.desk = window.desk || {};
((desk) => {
  "use strict";

  const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
  const MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/g;
  const SEPARATORS = /[\s.\-_/‐-―−]+/g;
  const LETTERS = { أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ى: "ي", ئ: "ي", ی: "ي", ؤ: "و", ة: "ه", ک: "ك", ء: "" };
  const JOINED = /(?<![\p{L}\p{N}])(عبد|ابو|ابي|ام)\s+(?=[\p{L}\p{N}])/gu;

  desk.latinDigits = (text) => text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15));

  // A number as a person typed it; letters stay.
  desk.typedNumber = (text) => desk.latinDigits(text).replace(INVISIBLE, "").replace(SEPARATORS, "");

  desk.typedQuantity = (text) => desk.latinDigits(text).replace(INVISIBLE, "").trim();

  // By way of capitals, so that ß and ſ are folded as Python's casefold() folds them.
  const folded = (text) => text.toUpperCase().toLowerCase().replaceAll("ς", "σ");

  desk.comparable = (text) => {
    let levelled = text.replace(INVISIBLE, "").normalize("NFKC").replace(MARKS, "");
    levelled = folded(levelled.replace(/[أإآٱىئیؤةکء]/g, (letter) => LETTERS[letter]));
    levelled = levelled.normalize("NFKD").replace(/\p{Mn}/gu, "");
    levelled = desk.latinDigits(levelled).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
    return levelled.replace(JOINED, "$1");
  };
})(window.desk);
