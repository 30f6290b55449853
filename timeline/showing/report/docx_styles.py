"""The document of Word from which pandoc takes styles, page and footer of a report."""

import io
import re
import zipfile
from importlib import resources

_FOOTER = "word/footer1.xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FOOTER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
_SECTION = """
<w:sectPr>
  <w:footerReference w:type="default" r:id="rId900"/>
  <w:pgSz w:w="11906" w:h="16838"/>
  <w:pgMar w:top="1418" w:right="1531" w:bottom="1418" w:left="1531" w:header="709" w:footer="680"
    w:gutter="0"/>
</w:sectPr>
"""


def reference_document(usual: bytes) -> bytes:
    """The usual reference document of pandoc with our styles, on A4 with page numbers.

    Args:
        usual: as pandoc prints it.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(usual)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name), _changed(name, before.read(name)))
        after.writestr(zipfile.ZipInfo(_FOOTER), _own("footer.xml"))
    return out.getvalue()


def _changed(name: str, content: bytes) -> bytes:
    if name == "word/styles.xml":
        return _own("styles.xml")
    text = content.decode()
    if name == _TYPES:
        part = f'<Override PartName="/{_FOOTER}" ContentType="{_FOOTER_TYPE}"/></Types>'
        return text.replace("</Types>", part).encode()
    if name == _RELATIONS:
        relation = f'<Relationship Id="rId900" Type="{_OFFICE}/footer" Target="footer1.xml"/>'
        return text.replace("</Relationships>", f"{relation}</Relationships>").encode()
    if name == "word/document.xml":
        return re.sub(r"<w:sectPr>.*</w:sectPr>", _SECTION, text, flags=re.DOTALL).encode()
    return content


def _own(name: str) -> bytes:
    return resources.files(__package__).joinpath(f"docx_{name}").read_bytes()
