"""Which files are not taken, and the sentence that says so: programs and what starts them; the rest is welcome."""

from django.utils.translation import gettext as _

REFUSED_ENDINGS = frozenset({
    "ade", "adp", "apk", "appx", "bat", "chm", "cmd", "com", "cpl", "dll", "dmg", "exe", "gadget", "hta", "inf",
    "ins", "iso", "isp", "jar", "js", "jse", "lib", "lnk", "mde", "msc", "msi", "msp", "mst", "pif", "ps1", "reg",
    "scr", "sct",
    "sh", "shb", "sys", "url", "vb", "vbe", "vbs", "vhd", "vhdx", "vxd", "wsc", "wsf", "wsh",
})  # fmt: skip
PROGRAM_HEADS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")


# Documents that carry programs of their own.
MACRO_ENDINGS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlam", "xll", "pptm", "potm", "ppam", "ppsm", "sldm"})
PROGRAM_TYPES = frozenset({
    "application/x-dosexec", "application/x-executable", "application/x-msdownload", "application/x-sharedlib",
    "application/vnd.microsoft.portable-executable", "application/x-sh", "text/x-shellscript", "application/javascript",
    "text/javascript",
})  # fmt: skip


def is_program(name: str, content_type: str) -> bool:
    """Say whether a file that was kept all the same runs something when it is opened."""
    endings = {part.lower() for part in name.rstrip(". ").split(".")[-2:]}  # «report.pdf.exe», «macro.docm.txt»
    return not endings.isdisjoint(REFUSED_ENDINGS | MACRO_ENDINGS) or content_type in PROGRAM_TYPES


def refusal_of(name: str, head: bytes) -> str:
    """Return why the file is not taken, or an empty text. The bytes decide as well as the name: senders rename."""
    ending = name.rstrip(". ").rpartition(".")[2].lower()
    if ending in REFUSED_ENDINGS or head.startswith(PROGRAM_HEADS):
        return _("It is a program or a script. Send a picture, a document or an archive.")
    return ""
