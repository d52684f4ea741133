"""Documents: what is written in them is found as one graph, hidden in every corner of the format, and proven gone.

| module | decides |
|---|---|
| `passages`, `grids`, `lists` | how pieces of a file are read together, and what stands under a heading or in a list |
| `proof` | that no value returns in the result |
| `packages`, `markup`, `authors`, `embedded` | members of a package, XML read safely, who wrote it, pictures inside |
| `office`, `sheets`, `cells`, `flat`, `opendocument` | DOCX, PPTX, XLSX, Office in one file of XML; ODT, ODS, ODP |
| `charsets`, `texts`, `tables` | text in the coding it came in; CSV |
| `json_text`, `json_pairs`, `json_columns` | JSON, read by its names wherever they stand |
| `markup_text`, `markup_runs`, `rich_text` | XML and HTML; RTF |
| `pdf`, `pdf_forms`, `pdf_reading`, `pdf_layout`, `pdf_writing` | PDF: pages drawn anew, with a masked text layer |
| `members`, `archives`, `letters` | files inside files: ZIP, GZ, TAR.GZ; EML |
| `warming` | what is loaded before the walls go up |
"""

from __future__ import annotations

from priyom.privacy.documents.archives import mask_gzip, mask_zip
from priyom.privacy.documents.json_text import mask_json
from priyom.privacy.documents.letters import mask_letter
from priyom.privacy.documents.markup_text import mask_html, mask_xml
from priyom.privacy.documents.office import mask_office
from priyom.privacy.documents.opendocument import mask_open_document
from priyom.privacy.documents.pdf import mask_pdf
from priyom.privacy.documents.rich_text import mask_rich_text
from priyom.privacy.documents.tables import mask_table
from priyom.privacy.documents.texts import mask_text
from priyom.privacy.documents.warming import warm
from priyom.privacy.files import Masker

__all__ = ["MASKERS", "warm"]

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
MASKERS: dict[str, Masker] = {
    f"{OFFICE}wordprocessingml.document": mask_office,
    f"{OFFICE}spreadsheetml.sheet": mask_office,
    f"{OFFICE}presentationml.presentation": mask_office,
    f"{OPEN}text": mask_open_document,
    f"{OPEN}spreadsheet": mask_open_document,
    f"{OPEN}presentation": mask_open_document,
    "text/plain": mask_text,
    "text/csv": mask_table,
    "text/tab-separated-values": mask_table,
    "text/html": mask_html,
    "application/xml": mask_xml,
    "application/zip": mask_zip,
    "application/gzip": mask_gzip,
    "message/rfc822": mask_letter,
    "application/pdf": mask_pdf,
    "application/rtf": mask_rich_text,
    "application/json": mask_json,
    "application/jsonl": mask_json,
}
