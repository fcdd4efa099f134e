"""What the control words of rich text mean to a reader of its text (RTF specification 1.9.1)."""

from __future__ import annotations

# Groups whose text is not the document's: tables of the file itself, running heads, forms of
# what stands beside them in another form, and the instructions of fields and indexes.
_SKIPPED_NAMES = (
    "atndate atnicn atnid atnparent atnref atntime atrfend atrfstart bkmkend bkmkstart "
    "colorschememapping colortbl datafield datastore falt filetbl fldinst fontemb footer "
    "footerf footerl footerr formfield ftncn ftnsep ftnsepc aftncn aftnsep aftnsepc generator "
    "header headerf headerl headerr latentstyles listname listoverridetable listtable mmathPr "
    "nesttableprops nonesttables nonshppict objdata objname objclass panose passwordhash "
    "pgdsctbl picprop pn pnseclvl rsidtbl shprslt sn sp sv tc tcn template themedata upr "
    "userprops wgrffmtfilter xe xform xmlattrname xmlattrvalue xmlclose xmlname xmlnstbl "
    "xmlopen revtbl protusertbl ffl staticval propname objalias objsect"
)
SKIPPED = frozenset(_SKIPPED_NAMES.split())
# Groups that are read although they begin with `\*`, which says that they may be passed over.
_READ_NAMES = (
    "footnote shppict shpinst shptxt do dptxbxtext atnauthor annotation listtext pntext "
    "result fldrslt ud"
)
READ = frozenset(_READ_NAMES.split())
CHARACTERS = {
    "tab": " ",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "zwbo": "\u200b",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
    "nestcell": " ",
}
SYMBOLS = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011", "\\": "\\", "{": "{", "}": "}", "\t": " "}
PARAGRAPH_ENDS = frozenset({"par", "sect", "page", "column", "nestrow", "sectd"})
# Code pages by `\fcharset`; the default's for those that are not here.
CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
PAGES = {65001: "utf-8", 10000: "mac_roman", 936: "gbk", 950: "big5"}
PICTURES = {"pngblip": "image/png", "jpegblip": "image/jpeg"}
