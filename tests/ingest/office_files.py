"""Makes office documents and books part by part, as other programs than pandoc write them."""

from __future__ import annotations

import io
import zipfile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODF_NAMESPACES = (
    f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:table="{_ODF}:table:1.0"'
    f' xmlns:draw="{_ODF}:drawing:1.0" xmlns:style="{_ODF}:style:1.0"'
    f' xmlns:fo="{_ODF}:xsl-fo-compatible:1.0" xmlns:svg="{_ODF}:svg-compatible:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    f' xmlns:meta="{_ODF}:meta:1.0"'
)


def packed(members: dict[str, str | bytes]) -> bytes:
    """A zip file of members in their order; the first is stored, as `mimetype` has to be."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (name, content) in enumerate(members.items()):
            how = zipfile.ZIP_STORED if place == 0 else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, how)
    return out.getvalue()


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of a Word document, of plain text."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{styled}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def docx_picture(relation: str) -> str:
    """The drawing of a picture in a Word document, without words."""
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="640000" cy="480000"/>'
        '<wp:docPr id="1" name="Picture 1"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def docx(
    body: str,
    *,
    notes: str = "",
    comments: str = "",
    properties: str = "",
    picture: bytes | None = None,
    more: dict[str, str | bytes] | None = None,
) -> bytes:
    """A Word document: its body, its footnotes and comments, and what it says of itself."""
    kinds = {"footnotes": notes, "comments": comments, "styles": _STYLES}
    relations = "".join(
        f'<Relationship Id="r{kind}" Type="{_R}/{kind}" Target="{kind}.xml"/>' for kind in kinds
    )
    if picture is not None:
        relations += f'<Relationship Id="rpic" Type="{_R}/image" Target="media/image1.png"/>'
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_RELATION}"><Relationship Id="r1" '
            f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{_RELATION}">{relations}</Relationships>'
        ),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": _STYLES,
        "word/footnotes.xml": f"<w:footnotes {_NAMESPACES}>{notes}</w:footnotes>",
        "word/comments.xml": f"<w:comments {_NAMESPACES}>{comments}</w:comments>",
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            f' xmlns:dcterms="http://purl.org/dc/terms/">{properties}</cp:coreProperties>'
        ),
    }
    if picture is not None:
        members["word/media/image1.png"] = picture
    return packed(members | (more or {}))


_STYLES = (
    f"<w:styles {_NAMESPACES}>"
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    "</w:styles>"
)


def odt(
    body: str,
    *,
    styles: str = "",
    meta: str = "",
    picture: bytes | None = None,
) -> bytes:
    """An OpenDocument text: its body, its automatic styles, and what it says of itself."""
    members: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": (
            f'<office:document-content {_ODF_NAMESPACES} office:version="1.3">'
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>"
        ),
        "styles.xml": f"<office:document-styles {_ODF_NAMESPACES}/>",
        "meta.xml": (
            f"<office:document-meta {_ODF_NAMESPACES}><office:meta>{meta}</office:meta>"
            "</office:document-meta>"
        ),
        "META-INF/manifest.xml": (f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0"/>'),
    }
    if picture is not None:
        members["Pictures/one.png"] = picture
    return packed(members)


def epub(
    chapters: dict[str, str],
    *,
    metadata: str = "",
    more: dict[str, str | bytes] | None = None,
) -> bytes:
    """A book of chapters (path below `OEBPS/` to XHTML, in reading order)."""
    items = "".join(
        f'<item id="c{place}" href="{path}" media-type="application/xhtml+xml"/>'
        for place, path in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{place}"/>' for place in range(len(chapters)))
    members: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
        ),
        "OEBPS/book.opf": (
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<metadata>{metadata}</metadata><manifest>{items}</manifest><spine>{spine}</spine>"
            "</package>"
        ),
    }
    members |= {f"OEBPS/{path}": text for path, text in chapters.items()}
    return packed(members | (more or {}))


def chapter(body: str) -> str:
    """A chapter as books have it: XHTML with a head."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title/><script src='a.js'/></head><body>{body}</body></html>"
    )
