"""The look of a Word report: its styles, its language, its pages and what it says of itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from ipe_coder.writers.word_xml import Element, field, legal, paragraph, run

LANGUAGE = "en-GB"
MUTED = "52606D"
_PROGRAM = "ipe_coder"
_FONT = "Arial"
_INK, _RULE, _GROUND = "1F2933", "9AA5B1", "E9EEF2"
_MARGIN, _SHORT, _LONG = 1417, 11906, 16838
"""A margin of 2.5 cm and the sides of A4, in twentieths of a point."""

_BOLD = "<w:b/><w:bCs/>"


def _look(size: int, colour: str = _INK, bold: str = "") -> str:
    """Give the letters of a style: size in half points."""
    return f'{bold}<w:color w:val="{colour}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _space(before: int, after: int, line: int = 240) -> str:
    """Give the spaces of a style: in twentieths of a point; a line of 240 is single."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


_KEEP = "<w:keepNext/><w:keepLines/>"

# Id, name, based on, next, paragraph, letters. The template's own style of a name gives way.
_STYLES = (
    ("Normal", "Normal", "", "Normal", _space(0, 120, 276), _look(21)),
    ("Title", "Title", "Normal", "Subtitle", _KEEP + _space(600, 80), _look(48, bold=_BOLD)),
    ("Subtitle", "Subtitle", "Normal", "Normal", _space(0, 240), _look(24, MUTED)),
    ("Heading1", "heading 1", "Normal", "Normal",
     f'{_KEEP}{_space(360, 120)}<w:outlineLvl w:val="0"/>', _look(32, bold=_BOLD)),
    ("Heading2", "heading 2", "Normal", "Normal",
     f'{_KEEP}{_space(320, 100)}<w:outlineLvl w:val="1"/>', _look(26, bold=_BOLD)),
    ("Heading3", "heading 3", "Normal", "Normal",
     f'{_KEEP}{_space(240, 80)}<w:outlineLvl w:val="2"/>', _look(22, MUTED, _BOLD)),
    ("TOCHeading", "TOC Heading", "Normal", "Normal", _KEEP + _space(240, 80),
     _look(26, bold=_BOLD)),
    ("TOC1", "toc 1", "Normal", "Normal", _space(80, 20), _look(21, bold=_BOLD)),
    ("TOC2", "toc 2", "Normal", "Normal", _space(0, 20) + '<w:ind w:left="284"/>', _look(21)),
    ("Caption", "caption", "Normal", "Normal", _KEEP + _space(200, 80, 252),
     _look(19, bold=_BOLD)),
    ("Tabletext", "Table text", "Normal", "Tabletext", _space(0, 40), _look(17)),
    ("Tablehead", "Table head", "Tabletext", "Tabletext", "<w:keepNext/>", _BOLD),
    ("Quote", "Quote", "Tabletext", "Quote", _space(0, 80), _look(17)),
    ("Tablenote", "Table note", "Normal", "Normal", "<w:keepLines/>" + _space(60, 60),
     _look(16, MUTED)),
    ("Footer", "footer", "Normal", "Footer", _space(0, 0) + '<w:jc w:val="right"/>',
     _look(16, MUTED)),
)  # fmt: skip

_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Reporttable">
  <w:name w:val="Report table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="{_INK}"/>
      <w:bottom w:val="single" w:sz="8" w:space="0" w:color="{_INK}"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="60" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
      <w:bottom w:w="30" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{_INK}"/></w:tcBorders>
      <w:shd w:val="clear" w:color="auto" w:fill="{_GROUND}"/>
    </w:tcPr>
  </w:tblStylePr>
</w:style>
"""
_LEFTOVERS = ("stylesWithEffects", "customXml", "thumbnail")
"""Parts of the template that are old, or a picture of another document."""

_ABOUT = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">\
<Application>{_PROGRAM}</Application></Properties>""".encode()


def new_document(title: str, made_on: date) -> WordDocument:
    """Make an empty A4 document in British English, with the styles of a report."""
    document = Document()
    _drop_leftovers(document)
    _set_fonts(document)
    _set_styles(document)
    _set_settings(document)
    _set_properties(document, title, made_on)
    _set_pages(document, title)
    return document


def turn_page(section: Element, *, wide: bool) -> None:
    """Set the direction of the pages of a section."""
    size = section.find(qn("w:pgSz"))
    for name, value in (("w", _LONG if wide else _SHORT), ("h", _SHORT if wide else _LONG)):
        size.set(qn(f"w:{name}"), str(value))
    size.attrib.pop(qn("w:orient"), None)
    if wide:
        size.set(qn("w:orient"), "landscape")


def _drop_leftovers(document: WordDocument) -> None:
    package = document.part.package
    for relations in (document.part.rels, package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(_LEFTOVERS):
                del relations[key]
            elif relation.reltype.endswith("extended-properties"):
                relation.target_part._blob = _ABOUT


def _set_fonts(document: WordDocument) -> None:
    """Have the theme, from which every style takes its letters, name one font."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/theme"):
            theme = relation.target_part
            for font in (b"Calibri", b"Cambria"):
                old = b'<a:latin typeface="' + font + b'"/>'
                theme._blob = theme.blob.replace(old, f'<a:latin typeface="{_FONT}"/>'.encode())


def _set_styles(document: WordDocument) -> None:
    styles: Element = document.styles.element
    ours = {identity for identity, *_ in _STYLES}
    for style in list(styles.findall(qn("w:style"))):
        identity, link = style.get(qn("w:styleId")), style.find(qn("w:link"))
        of_table = style.get(qn("w:type")) == "table" and identity != "TableNormal"
        of_ours = link is not None and link.get(qn("w:val")) in ours
        if identity in ours or of_table or of_ours:
            styles.remove(style)
    for identity, name, based_on, following, spaces, letters in _STYLES:
        styles.append(parse_xml(_style(identity, name, based_on, following, spaces, letters)))
    styles.append(parse_xml(_TABLE_STYLE))
    for language in styles.find(qn("w:docDefaults")).iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _style(
    identity: str, name: str, based_on: str, following: str, spaces: str, letters: str
) -> str:
    kind = 'w:default="1"' if identity == "Normal" else ""
    if name.startswith("Table "):
        kind = 'w:customStyle="1"'
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" {kind} w:styleId="{identity}">'
        f'<w:name w:val="{name}"/>{based}<w:next w:val="{following}"/><w:qFormat/>'
        f"<w:pPr>{spaces}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _set_settings(document: WordDocument) -> None:
    """Give the newest layout rules, so that Word does not open it as an old document."""
    settings: Element = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    for name in ("proofState", "savePreviewPicture"):
        settings.remove(settings.find(qn(f"w:{name}")))


def _set_properties(document: WordDocument, title: str, made_on: date) -> None:
    """Say what it is and when it was made, and name no person."""
    made = datetime.combine(made_on, time(), UTC).replace(tzinfo=None)
    about = document.core_properties
    about.title = legal(title)[:255]
    about.author = about.last_modified_by = _PROGRAM
    about.created = about.modified = made
    about.language = LANGUAGE
    about.revision = 1
    about.comments = about.keywords = about.subject = ""


def _set_pages(document: WordDocument, title: str) -> None:
    """Make the page A4 with the number of the page, and of all pages, at its foot."""
    section = document.sections[0]
    page: Element = section._sectPr
    margins = page.find(qn("w:pgMar"))
    for side in ("top", "right", "bottom", "left"):
        margins.set(qn(f"w:{side}"), str(_MARGIN))
    turn_page(page, wide=False)
    footer = section.footer
    footer.is_linked_to_previous = False
    place = footer._element
    for old in list(place):
        place.remove(old)
    line = paragraph(place, "Footer")
    run(line, f"{title} · page ")
    field(line, "PAGE", "1")
    run(line, " of ")
    field(line, "NUMPAGES", "1")


__all__ = ["LANGUAGE", "MUTED", "new_document", "turn_page"]
